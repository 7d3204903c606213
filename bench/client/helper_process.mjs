import { fork } from 'node:child_process';

/** Milliseconds for an answer: longer than anything takes that is asked for. */
const patience = 120_000;

/** A process of its own that is asked things and answers them with `answerParent`. It ends with this one. */
export class HelperProcess {
  #child;
  #number = 0;
  #complaints = '';
  /** @type {Map<number, { resolve: (value: any) => void, reject: (problem: Error) => void }>} */
  #open = new Map();
  /** @type {Error | undefined} */
  #gone;

  /**
   * @param {string | URL} program
   * @param {{ node?: string, flags?: readonly string[], args?: readonly string[] }} [options]
   */
  constructor(program, { node = process.execPath, flags = [], args = [] } = {}) {
    this.#child = fork(program, args, {
      execPath: node,
      execArgv: [...flags],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#complaints = (this.#complaints + text).slice(-4096);
    });
    this.#child.on('message', (/** @type {{ number: number, value?: unknown, problem?: string }} */ answer) => {
      const question = this.#open.get(answer.number);
      this.#open.delete(answer.number);
      if (answer.problem === undefined) question?.resolve(answer.value);
      else question?.reject(new Error(answer.problem));
    });
    this.#child.on('error', (error) => this.#end(error));
    this.#child.on('close', (code, signal) => {
      const reason = this.#complaints.split('\n').find((line) => /Error|SIG/.test(line)) ?? '';
      this.#end(new Error(`ended with ${signal ?? code} ${reason}`.trim()));
    });
  }

  /**
   * @param {string} question
   * @param {object} [parameters]
   * @returns {Promise<any>} rejects when the process answers with a problem, or ends
   */
  ask(question, parameters = {}) {
    if (this.#gone) return Promise.reject(this.#gone);
    const number = this.#number++;
    const impatience = setTimeout(() => {
      this.#end(new Error(`no answer within ${patience / 1000} s`));
      this.#child.kill('SIGKILL');
    }, patience);
    return new Promise((resolve, reject) => {
      this.#open.set(number, { resolve, reject });
      this.#child.send({ number, question, parameters });
    }).finally(() => clearTimeout(impatience));
  }

  /** @returns {Promise<void>} */
  stop() {
    if (this.#gone) return Promise.resolve();
    this.#child.disconnect();
    return new Promise((resolve) => {
      const impatience = setTimeout(() => this.#child.kill('SIGKILL'), 5_000);
      this.#child.on('exit', () => {
        clearTimeout(impatience);
        resolve();
      });
    });
  }

  /** @param {Error} reason */
  #end(reason) {
    this.#gone ??= reason;
    for (const { reject } of this.#open.values()) reject(reason);
    this.#open.clear();
  }
}
