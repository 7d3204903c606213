// Lets scripted servers loose on this package and on others, one trial for each pair, and prints what came of it.
//
//   node adversary/run.mjs [--only TEXT] [--library NAME] [--json FILE] [--markdown FILE]
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { life } from './adversaries/life.mjs';
import { reconnecting } from './adversaries/reconnecting.mjs';
import { streams } from './adversaries/streams.mjs';
import { trust } from './adversaries/trust.mjs';
import { bad } from './adversaries/verdicts.mjs';
import { libraries } from './libraries.mjs';
import { formatMarkdown, formatTable } from './report.mjs';
import { Trial } from './trial.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    library: { type: 'string' },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
});

/** Trials at a time: they wait more than they work. */
const together = 4;

const adversaries = [...reconnecting, ...trust, ...life, ...streams].filter(({ name }) => name.includes(options.only));
const chosen = libraries.filter(({ name }) => options.library === undefined || name === options.library);
const notApplicable = { ok: undefined, measured: '–' };

async function attempt(adversary, library) {
  if (!(adversary.needs ?? []).every((need) => library.can.includes(need))) return notApplicable;
  try {
    return await Trial.run(adversary, library);
  } catch (error) {
    return bad(String(error));
  }
}

/** @returns {Promise<Map<string, { ok: boolean | undefined, measured: string }[]>>} */
async function runAll() {
  const rows = new Map(adversaries.map(({ name }) => [name, []]));
  const pairs = adversaries.flatMap((adversary) => chosen.map((library, column) => ({ adversary, library, column })));
  const inTurn = async (waiting) => {
    for (let pair = waiting.shift(); pair !== undefined; pair = waiting.shift()) {
      const { adversary, library, column } = pair;
      const result = await attempt(adversary, library);
      rows.get(adversary.name)[column] = result;
      if (process.stderr.isTTY) console.error(`${adversary.name}: ${library.short}: ${result.measured}`);
    }
  };
  const waiting = pairs.filter(({ adversary }) => adversary.alone !== true);
  await Promise.all(Array.from({ length: together }, () => inTurn(waiting)));
  // These measure time and bytes.
  await inTurn(pairs.filter(({ adversary }) => adversary.alone === true));
  return rows;
}

function versionOf({ name }) {
  const path = name === 'eventsource-wasm' ? '../package.json' : `node_modules/${name}/package.json`;
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).version;
}

const rows = await runAll();
const versions = chosen.map((library) => ({ ...library, version: versionOf(library) }));
const report = { node: process.versions.node, versions, rows };
console.log(formatTable(report));
if (options.markdown !== undefined) writeFileSync(options.markdown, formatMarkdown(report));
if (options.json !== undefined) {
  const packages = Object.fromEntries(versions.map(({ name, version }) => [name, version]));
  const results = [...rows].map(([name, cells]) => ({
    name,
    results: Object.fromEntries(cells.map((cell, column) => [chosen[column].name, cell])),
  }));
  writeFileSync(options.json, `${JSON.stringify({ node: report.node, packages, results }, null, 2)}\n`);
}
const ours = chosen.findIndex(({ short }) => short === 'ours');
process.exitCode = ours >= 0 && [...rows.values()].some((cells) => cells[ours].ok === false) ? 1 : 0;
