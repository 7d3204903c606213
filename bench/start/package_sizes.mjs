import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const benchFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const peers = [
  'eventsource',
  'eventsource-client',
  '@microsoft/fetch-event-source',
  'extended-eventsource',
  'eventsource-parser',
  'launchdarkly-eventsource',
  'undici',
];

/**
 * What npm downloads and unpacks, in bytes; dependencies are not among it.
 *
 * @param {string} packageFolder
 * @returns {{ name: string, version: string, packed: number, unpacked: number, files: number }[]}
 */
export function packageSizes(packageFolder) {
  const folders = [packageFolder, ...peers.map((peer) => join(benchFolder, 'node_modules', peer))];
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', ...folders], {
    cwd: benchFolder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output).map(({ name, version, size, unpackedSize, entryCount }) => ({
    name,
    version,
    packed: size,
    unpacked: unpackedSize,
    files: entryCount,
  }));
}
