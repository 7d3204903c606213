// How long the beginning takes, and how much there is to load.
//
//   node bench/start/run.mjs [--quick] [--json FILE] [--node PATH] [--package FOLDER]
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { subjects } from '../client/subjects.mjs';
import { formatTable } from '../table.mjs';
import { ownBundles, peerBundles } from './bundle_sizes.mjs';
import { firstEvents, firstParser } from './first_event.mjs';
import { packageSizes } from './package_sizes.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    node: { type: 'string', default: process.execPath },
    package: { type: 'string', default: fileURLToPath(new URL('../..', import.meta.url)) },
  },
});
const packageFolder = resolve(options.package);
const where = { node: resolve(options.node), packageFolder, rounds: options.quick ? 3 : 15 };
const runtime = `Node ${execFileSync(where.node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()}`;

const events = await firstEvents(
  subjects.map(({ name }) => name),
  where,
);
console.log(`\nMilliseconds in a fresh process, medians; ${runtime}\n`);
console.log(
  formatTable(
    ['subject', 'import', 'import to first event'],
    events.map(({ subject, ...row }) => [subject, milliseconds(row.import), row.problem ?? milliseconds(row.event)]),
  ),
);

const parser = await firstParser(where);
console.log(
  `\nThe first parser, with the module: ${parser.first.toFixed(2)} ms; the second: ${parser.second.toFixed(3)} ms`,
);

const bundles = [...(await ownBundles(packageFolder)), ...(await peerBundles())];
console.log('\nBytes that a page loads, bundled, minified, gzip -9\n');
console.log(
  formatTable(
    ['import', 'at once', 'later, if at all'],
    bundles.map(({ name, size, lazy, problem }) => [name, problem ?? String(size), lazy ? String(lazy) : '']),
  ),
);

const packages = packageSizes(packageFolder);
console.log('\nPackages, bytes without dependencies\n');
console.log(
  formatTable(
    ['package', 'version', 'packed', 'unpacked', 'files'],
    packages.map(({ name, version, packed, unpacked, files }) => [
      name,
      version,
      `${packed}`,
      `${unpacked}`,
      `${files}`,
    ]),
  ),
);

if (options.json !== undefined) {
  writeFileSync(options.json, `${JSON.stringify({ runtime, events, parser, bundles, packages }, null, 2)}\n`);
}

/** @param {number | undefined} time */
function milliseconds(time) {
  return time === undefined ? 'failed' : time.toFixed(1);
}
