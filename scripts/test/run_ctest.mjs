import { readFileSync, rmSync } from 'node:fs';
import { buildNative } from '../build/native.mjs';
import { attempt } from '../setup/command.mjs';
import { inRepository, repository } from '../setup/paths.mjs';

/**
 * Builds a preset and runs its tests.
 * @param {'native' | 'sanitizers'} preset
 * @returns {Promise<import('./result.mjs').Result>}
 */
export async function runCtest(preset) {
  await buildNative(preset);
  const report = inRepository('build', preset, 'ctest.xml');
  rmSync(report, { force: true });
  const args = ['--preset', preset, '--parallel', '2', '--output-junit', report];
  const { code, output } = await attempt('ctest', args, { cwd: repository });
  return readJunit(readFileSync(report, 'utf8'), code, output);
}

/**
 * ctest's own flavour: the attribute `status` of each testcase tells all.
 * @param {string} xml
 * @param {number} code
 * @param {string} output
 * @returns {import('./result.mjs').Result}
 */
export function readJunit(xml, code, output) {
  let passed = 0;
  /** @type {import('./result.mjs').FailedTest[]} */
  const failures = [];
  for (const [, attributes = '', body = ''] of xml.matchAll(/<testcase ([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    const name = /\bname="([^"]*)"/.exec(attributes)?.[1] ?? '';
    const status = /\bstatus="([^"]*)"/.exec(attributes)?.[1];
    if (status === 'run') passed += 1;
    else failures.push({ name, message: status === 'fail' ? systemOut(body) : `${status}: nothing may be skipped` });
  }
  if (code !== 0 && failures.length === 0) failures.push({ name: 'ctest', message: output.trim() });
  return { passed, failures };
}

/** @param {string} body */
function systemOut(body) {
  const text = /<system-out>([\s\S]*?)<\/system-out>/.exec(body)?.[1] ?? 'failed';
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&').trim();
}
