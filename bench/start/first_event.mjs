import { HelperProcess } from '../client/helper_process.mjs';
import { median } from '../parsing/statistics.mjs';

const program = new URL('fresh_process.mjs', import.meta.url);

/**
 * @typedef {object} Where
 * @property {string} node
 * @property {string} packageFolder
 * @property {number} rounds each in a fresh process
 */

/**
 * @param {readonly string[]} names of subjects
 * @param {Where} where
 * @returns {Promise<object[]>} a row for each: medians of milliseconds for the import, and until the first event
 */
export async function firstEvents(names, where) {
  const server = new HelperProcess(new URL('../client/server.mjs', import.meta.url));
  try {
    const stream = await server.ask('gathering', { retry: 1_000 });
    const times = names.map(() => /** @type {{ import: number, event: number }[]} */ ([]));
    const problems = new Map();
    for (let round = 0; round < where.rounds; round++) {
      for (const [index, name] of names.entries()) {
        if (problems.has(name)) continue;
        try {
          times[index]?.push(await ask(name, 'first event', stream, where));
        } catch (error) {
          problems.set(name, /** @type {Error} */ (error).message);
        }
      }
    }
    return names.map((name, index) => {
      if (problems.has(name)) return { subject: name, problem: problems.get(name) };
      const own = times[index] ?? [];
      return {
        subject: name,
        import: median(own.map((time) => time.import)),
        event: median(own.map((time) => time.event)),
      };
    });
  } finally {
    await server.stop();
  }
}

/**
 * @param {Where} where
 * @returns {Promise<{ first: number, second: number }>} medians of milliseconds, to make the first parser and the second
 */
export async function firstParser(where) {
  const times = [];
  for (let round = 0; round < where.rounds; round++) times.push(await ask('', 'first parser', {}, where));
  return { first: median(times.map(({ first }) => first)), second: median(times.map(({ second }) => second)) };
}

/**
 * @param {string} name
 * @param {string} question
 * @param {object} parameters
 * @param {Where} where
 */
async function ask(name, question, parameters, { node, packageFolder }) {
  const fresh = new HelperProcess(program, { node, args: [name, packageFolder] });
  try {
    return await fresh.ask(question, parameters);
  } finally {
    await fresh.stop();
  }
}
