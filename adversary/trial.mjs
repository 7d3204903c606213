// One adversary against one library: a server here, the library in a process of its own.
import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startServer } from './server.mjs';

const client = fileURLToPath(new URL('client.mjs', import.meta.url));

/** Milliseconds in which a process must have sent its first request. */
const startUp = 8000;
/** How often it is looked whether a trial is decided, in milliseconds. */
const tick = 10;

/** What happened so far. */
export class Trial {
  exchanges = [];
  events = [];
  problems = [];
  /** Exit code of the process, once it has ended by itself. */
  exitCode;
  startedAt = performance.now();
  #library;
  #plan;
  #child;
  #server;

  static async run(adversary, library) {
    const trial = new Trial();
    trial.#library = library;
    const shared = adversary.prepare?.() ?? {};
    trial.#server = await startServer((exchange) => adversary.serve(exchange, trial), shared.secure);
    trial.exchanges = trial.#server.exchanges;
    trial.#plan = { ...adversary.plan, ...shared.plan };
    try {
      trial.spawn();
      await trial.#decided(adversary);
      return adversary.verdict(trial);
    } finally {
      trial.kill();
      trial.#server.close();
      shared.cleanUp?.();
    }
  }

  get otherOrigin() {
    return this.#server.otherOrigin;
  }

  /** Milliseconds since the first request came. */
  get elapsed() {
    return this.exchanges.length === 0 ? 0 : performance.now() - this.exchanges[0].at;
  }

  get openCount() {
    return this.exchanges.filter(({ isOpen }) => isOpen).length;
  }

  spawn() {
    const child = fork(client, {
      env: {
        ...process.env,
        NODE_NO_WARNINGS: '1',
        ADVERSARY: JSON.stringify({
          library: this.#library.name,
          url: `${this.#server.origin}/stream`,
          plan: this.#plan,
        }),
      },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child = child;
    child.on('message', (message) => {
      if ('event' in message) this.events.push({ ...message.event, at: performance.now() });
      else this.problems.push(message);
    });
    child.on('exit', (code) => {
      if (child === this.#child && !child.killed) this.exitCode = code ?? -1;
    });
  }

  kill() {
    this.#child?.kill('SIGKILL');
  }

  /** Kills the process as a crash would, and starts another. */
  respawn() {
    this.kill();
    this.spawn();
  }

  async #decided({ within, until = () => false, starts = true }) {
    for (;;) {
      await delay(tick);
      if (this.exitCode !== undefined || until(this)) return;
      const isStarted = this.exchanges.length > 0;
      const waited = isStarted ? this.elapsed : performance.now() - this.startedAt;
      if (waited > (isStarted || !starts ? within : startUp)) return;
    }
  }
}
