import { HelperProcess } from './helper_process.mjs';

const program = new URL('subject_process.mjs', import.meta.url);

/** A subject at work in a process of its own. When it fails, it is left out from then on, and `problem` says why. */
export class RunningSubject {
  /** @type {string | undefined} */
  problem;
  #process;

  /**
   * @param {string} name
   * @param {{ node: string, packageFolder: string }} where
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
 * @param {{ names: readonly string[], node: string, packageFolder: string }} setting
 * @returns {Promise<RunningSubject[]>} all of them, at rest
 */
export async function openSubjects({ names, ...where }) {
  const running = [];
  for (const name of names) {
    const subject = new RunningSubject(name, where);
    await subject.ask('load');
    running.push(subject);
  }
  return running;
}
