import { say, showCounter } from './progress.mjs';

const phases = new Map([
  ['Retrieving', 'downloading'],
  ['Extracting', 'extracting the base'],
  ['Unpacking', 'unpacking'],
  ['Configuring', 'configuring'],
]);

/**
 * debootstrap writes a line for every package and phase, some two thousand: on a terminal they become one counter,
 * elsewhere a line for each phase.
 * @param {readonly string[]} wanted
 * @returns {(line: string) => void}
 */
export function watchDebootstrap(wanted) {
  let current = '';
  let count = 0;
  return (line) => {
    const [, verb = '', name = ''] = /^I: (\w+) (\S+?)\.*(?:\s|$)/.exec(line) ?? [];
    const phase = phases.get(verb);
    if (!phase || name.endsWith('Release') || name.startsWith('InRelease')) return;
    if (phase !== current) {
      current = phase;
      count = 0;
      say(`  ${phase} …`);
    }
    count += 1;
    showCounter(`  ${phase}: ${count} packages, ${name}${wanted.includes(name) ? ' (takes longest)' : ''}`);
  };
}
