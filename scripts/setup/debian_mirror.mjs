import { readFileSync } from 'node:fs';
import { attempt } from './command.mjs';
import { readAptSources } from './apt_sources.mjs';

/**
 * Addresses at which this machine's apt finds Debian itself, best guess first: an archive of the whole distribution
 * has a component `main` and no suite of its own making, and most often ends in `/debian`.
 * @param {string} [etcApt]
 * @returns {string[]}
 */
export function debianMirrors(etcApt = '/etc/apt') {
  const whole = readAptSources(etcApt)
    .filter(({ suite, components }) => components.includes('main') && !/security|backports|updates/.test(suite))
    .flatMap(({ uri }) => expandMirrorList(uri))
    .filter((uri) => /^(https?|file|copy):/.test(uri))
    .map((uri) => uri.replace(/^copy:/, 'file:').replace(/\/+$/, ''));
  const named = whole.filter((uri) => uri.endsWith('/debian'));
  return [...new Set([...named, ...whole])];
}

/**
 * apt's `mirror+file:` method names a local file with one address a line, each perhaps with a tab and options after it.
 * @param {string} uri
 * @returns {string[]}
 */
function expandMirrorList(uri) {
  const list = /^mirror\+file:\/*(\/.*)$/.exec(uri)?.[1];
  if (!list) return [uri];
  try {
    const lines = readFileSync(list, 'utf8').split('\n');
    return lines.map((line) => line.split(/[\s#]/)[0] ?? '').filter(Boolean);
  } catch {
    return [];
  }
}

/**
 * The proxies that apt is configured for, as the environment variables that debootstrap's downloader reads.
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function aptProxies() {
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  for (const scheme of ['http', 'https']) {
    const variable = `${scheme}_proxy`;
    if (process.env[variable]) continue;
    const { code, output } = await attempt('apt-config', ['shell', 'proxy', `Acquire::${scheme}::Proxy`]);
    const proxy = /proxy='([^']*)'/.exec(output)?.[1];
    if (code === 0 && proxy && proxy !== 'DIRECT') env[variable] = proxy;
  }
  return env;
}
