import { EventSource, type EventSourceInit } from 'eventsource-wasm';
import type { ServerClient } from '../../support/server_client.js';
import { Recording } from './recording.js';

/** Where a suite runs, and what differs there. */
export interface Environment {
  readonly name: 'node' | 'page' | 'worker' | 'shared worker';
  /** From now on, exceptions that listeners throw are kept in a list instead of ending the run. */
  captureErrors(): { readonly errors: readonly unknown[]; restore(): void };
}

export type Case = (context: CaseContext) => void | Promise<void>;

/** Cases by what they show. */
export type Cases = Readonly<Record<string, Case>>;

/** What a case gets; whatever it opened is closed after it. */
export class CaseContext {
  readonly server: ServerClient;
  readonly environment: Environment;
  readonly #cleanups: (() => void)[] = [];

  constructor(server: ServerClient, environment: Environment) {
    this.server = server;
    this.environment = environment;
  }

  get isBrowser(): boolean {
    return this.environment.name !== 'node';
  }

  open(url: string | URL, init?: EventSourceInit): EventSource {
    const source = new EventSource(url, init);
    this.#cleanups.push(() => {
      source.close();
    });
    return source;
  }

  /** Opens the URL and keeps what is dispatched: `open`, `message`, `error` and the types named. */
  record(url: string | URL, init?: EventSourceInit, ...types: readonly string[]): Recording {
    return new Recording(this.open(url, init), types);
  }

  /** An EventSource that asks for nothing, for what can be seen without a server. */
  idle(): EventSource {
    return this.open('http://127.0.0.1/', { signal: AbortSignal.abort() });
  }

  /**
   * Keeps the delays that timers are set to. Delays in `hurried` are over at once, and those in `stopped` never; the others run
   * as ever, for the platform may have timers too.
   */
  recordDelays({
    hurried = [],
    stopped = [],
  }: { hurried?: readonly number[]; stopped?: readonly number[] } = {}): number[] {
    const delays: number[] = [];
    const original = globalThis.setTimeout;
    const replaced = (handler: (...args: unknown[]) => void, delay = 0, ...args: unknown[]): unknown => {
      delays.push(delay);
      const actual = hurried.includes(delay) ? 0 : stopped.includes(delay) ? 2 ** 31 - 1 : delay;
      return original(handler, actual, ...args);
    };
    this.replaceGlobal('setTimeout', Object.assign(replaced, original) as typeof setTimeout);
    return delays;
  }

  replaceGlobal<K extends 'setTimeout' | 'clearTimeout' | 'fetch'>(name: K, value: (typeof globalThis)[K]): void {
    const original = globalThis[name];
    globalThis[name] = value;
    this.#cleanups.push(() => {
      globalThis[name] = original;
    });
  }

  afterwards(cleanup: () => void): void {
    this.#cleanups.push(cleanup);
  }

  captureErrors(): readonly unknown[] {
    const capture = this.environment.captureErrors();
    this.#cleanups.push(() => {
      capture.restore();
    });
    return capture.errors;
  }

  /** What `console.error` is given, instead of being shown. */
  captureConsole(): readonly unknown[] {
    const logged: unknown[] = [];
    const { error } = console;
    console.error = (...args: unknown[]) => {
      logged.push(...args);
    };
    this.#cleanups.push(() => {
      console.error = error;
    });
    return logged;
  }

  /**
   * Long enough for what must not happen to happen if it did: several exchanges with the server, each of which takes as long as
   * a request or an event of a stream would.
   */
  async settle(): Promise<void> {
    for (let i = 0; i < 5; i++) await (await this.server.script()).requests();
  }

  end(): void {
    for (const cleanup of this.#cleanups.splice(0).reverse()) cleanup();
  }
}
