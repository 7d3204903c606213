// The whole client over loopback, against others and against the floor: what a `fetch` costs whose body nobody looks at.
//
//   node bench/client/run.mjs [--quick] [--json FILE] [--picture FILE.svg]
//     [--node PATH] [--package FOLDER] [--only CELL] [--subjects BEGINNING,BEGINNING]
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cells } from './cells.mjs';
import { HelperProcess } from './helper_process.mjs';
import { drawPicture } from './picture.mjs';
import { floor, leftOutWhenQuick, peer, subjects } from './subjects.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    picture: { type: 'string' },
    node: { type: 'string', default: process.execPath },
    package: { type: 'string', default: fileURLToPath(new URL('../..', import.meta.url)) },
    only: { type: 'string' },
    subjects: { type: 'string' },
  },
});
const { quick, only } = options;
if (only !== undefined && !(only in cells)) throw new Error(`--only takes one of ${Object.keys(cells).join(', ')}`);

const node = resolve(options.node);
const runtime = `Node ${execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()}`;
const parts = options.subjects?.split(',');
// The floor and the peer stay: they are what the others are compared with.
const isWanted = (name) => !parts || name === floor || name === peer || parts.some((part) => name.startsWith(part));

const server = new HelperProcess(new URL('server.mjs', import.meta.url));
const report = { runtime, quick, cells: {} };
let failed = false;
try {
  for (const [name, { title, slow = false, clients = subjects, run, tables }] of Object.entries(cells)) {
    if (only !== undefined && name !== only) continue;
    console.log(`\n${title}; ${runtime}\n`);
    const names = clients.map((client) => client.name).filter(isWanted);
    const chosen = quick && slow ? names.filter((subject) => !leftOutWhenQuick.includes(subject)) : names;
    try {
      const rows = await run({ server, quick, names: chosen, node, packageFolder: resolve(options.package) });
      report.cells[name] = rows;
      console.log(tables(rows).join('\n\n'));
    } catch (error) {
      failed = true;
      console.log(`failed: ${error.message}`);
    }
  }
} finally {
  await server.stop();
}
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
if (options.picture !== undefined && report.cells.flood !== undefined) {
  writeFileSync(options.picture, drawPicture(runtime, report.cells.flood));
}
if (failed) process.exitCode = 1;
