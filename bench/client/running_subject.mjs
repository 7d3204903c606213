import { HelperProcess } from './helper_process.mjs';

const program = new URL('subject_process.mjs', import.meta.url);

/** @typedef {{ names: readonly string[], node: string, packageFolder: string }} Subjects */

/** A subject at work in a process of its own. When it fails, it is asked no more, and `problem` says why. */
export class RunningSubject {
  /** @type {string | undefined} */
  problem;
  #process;

  /**
   * @param {string} name
   * @param {Omit<Subjects, 'names'>} where
   */
  constructor(name, { node, packageFolder }) {
    this.name = name;
    this.#process = new HelperProcess(program, { node, flags: ['--expose-gc'], args: [name, packageFolder] });
  }

  /**
   * @param {string} question
   * @param {object} [parameters]
   * @returns {Promise<any>} undefined when the subject has failed
   */
  async ask(question, parameters) {
    if (this.problem !== undefined) return undefined;
    try {
      return await this.#process.ask(question, parameters);
    } catch (error) {
      this.problem = /** @type {Error} */ (error).message;
      return undefined;
    }
  }

  stop() {
    return this.#process.stop();
  }
}

/**
 * @param {Subjects} subjects
 * @returns {Promise<RunningSubject[]>} all of them, loaded and at rest
 */
export async function openSubjects({ names, ...where }) {
  const running = [];
  for (const name of names) running.push(await openSubject(name, where));
  return running;
}

/**
 * Runs with one subject after the other, each alone.
 *
 * @param {Subjects} subjects
 * @param {(subject: RunningSubject) => Promise<object>} run
 * @returns {Promise<object[]>} a row for each
 */
export async function oneByOne({ names, ...where }, run) {
  const rows = [];
  for (const name of names) {
    const subject = await openSubject(name, where);
    try {
      const row = await run(subject);
      rows.push({ subject: name, ...(subject.problem === undefined ? row : { problem: subject.problem }) });
    } finally {
      await subject.stop();
    }
  }
  return rows;
}

/**
 * @param {string} name
 * @param {Omit<Subjects, 'names'>} where
 */
async function openSubject(name, where) {
  const subject = new RunningSubject(name, where);
  await subject.ask('load');
  return subject;
}
