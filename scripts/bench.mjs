// Measures this package against others; their versions are pinned in bench/.
//
//   npm run bench -- [--quick] [--json FILE] [--picture FILE.svg] [--runtimes all | NAME,NAME] [--inputs NAME,NAME]
//
// Parsing, the whole client, the start: all that is there. `--picture`, `--runtimes` and `--inputs` are about parsing.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { runMain } from './setup/failure.mjs';
import { installNpmPackages } from './setup/npm_packages.mjs';
import { inRepository } from './setup/paths.mjs';
import { runProgram } from './setup/program.mjs';

const parsingOptions = /** @type {const} */ (['picture', 'runtimes', 'inputs']);

await runMain(async () => {
  const { values: options } = parseArgs({
    options: {
      quick: { type: 'boolean' },
      json: { type: 'string' },
      picture: { type: 'string' },
      runtimes: { type: 'string' },
      inputs: { type: 'string' },
    },
  });
  await build();
  await installNpmPackages(inRepository('bench'), 'npm packages to compare with');

  const results = mkdtempSync(join(tmpdir(), 'eventsource-wasm-bench-'));
  try {
    /** @type {Record<string, unknown>} */
    const merged = {};
    let exitCode = 0;
    for (const name of ['parsing', 'client', 'start']) {
      const program = join('bench', name, 'run.mjs');
      if (!existsSync(inRepository(program))) continue;
      const result = join(results, `${name}.json`);
      const args = ['--json', result];
      if (options.quick === true) args.push('--quick');
      for (const option of name === 'parsing' ? parsingOptions : []) {
        const value = options[option];
        if (value !== undefined) args.push(`--${option}`, value);
      }
      exitCode = (await runProgram(program, args)) || exitCode;
      if (existsSync(result)) merged[name] = JSON.parse(readFileSync(result, 'utf8'));
    }
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(merged, null, 2)}\n`);
    return exitCode;
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
});
