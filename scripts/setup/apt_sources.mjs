import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/**
 * One archive that the machine's apt reads packages from.
 * @typedef {{ uri: string, suite: string, components: string[] }} AptSource
 */

/**
 * @param {string} [etcApt]
 * @returns {AptSource[]}
 */
export function readAptSources(etcApt = '/etc/apt') {
  const files = [join(etcApt, 'sources.list')];
  const folder = join(etcApt, 'sources.list.d');
  try {
    files.push(
      ...readdirSync(folder)
        .sort()
        .map((name) => join(folder, name)),
    );
  } catch {
    // A machine may have sources.list alone.
  }
  return files.flatMap((file) => {
    const parse = { '.list': parseOneLineSources, '.sources': parseDeb822Sources }[extname(file)];
    return parse ? parse(readOrEmpty(file)) : [];
  });
}

/**
 * `deb [options] uri suite component…`, a source a line.
 * @param {string} text
 * @returns {AptSource[]}
 */
export function parseOneLineSources(text) {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s*)?(\S+)\s+(\S+)([^#]*)/.exec(line);
    const [, uri, suite, components] = match ?? [];
    if (!uri || !suite) return [];
    return [{ uri, suite, components: words(components) }];
  });
}

/**
 * Paragraphs of `Field: value`, a value going on in indented lines.
 * @param {string} text
 * @returns {AptSource[]}
 */
export function parseDeb822Sources(text) {
  const withoutComments = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
  return withoutComments.split(/\n\s*\n/).flatMap((paragraph) => {
    /** @type {Map<string, string[]>} */
    const fields = new Map();
    for (const [, name = '', value] of paragraph.matchAll(/^([\w-]+):(.*(?:\n[ \t].*)*)/gm)) {
      fields.set(name.toLowerCase(), words(value));
    }
    if (!fields.get('types')?.includes('deb')) return [];
    if (/^(no|false|without|off|disable|0)$/i.test(fields.get('enabled')?.[0] ?? 'yes')) return [];
    const uris = fields.get('uris') ?? [];
    const suites = fields.get('suites') ?? [];
    const components = fields.get('components') ?? [];
    return uris.flatMap((uri) => suites.map((suite) => ({ uri, suite, components })));
  });
}

/** @param {string | undefined} text */
function words(text) {
  return (text ?? '').split(/\s+/).filter(Boolean);
}

/** @param {string} file */
function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
