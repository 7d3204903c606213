import {
  type ClientEventSource,
  type ConnectionOptions,
  createEventSource,
  type EventSourceError,
  type EventSourceOptions,
  type StateChange,
} from 'eventsource-wasm';
import type { VirtualClock } from '../../support/virtual_clock.js';

/** A stream, and what came of it. */
export class Run {
  readonly data: string[] = [];
  readonly errors: EventSourceError[] = [];
  readonly changes: StateChange[] = [];
  /** What the face was told, in order. */
  readonly told: string[] = [];
  readonly #clock: VirtualClock;
  readonly source: ClientEventSource;
  #retries = 0;
  #wake: () => void = () => undefined;

  constructor(
    url: EventSourceOptions['url'],
    clock: VirtualClock,
    options: ConnectionOptions,
    onMessage?: () => Promise<void>,
  ) {
    this.#clock = clock;
    const onStateChange = (change: StateChange): void => {
      this.changes.push(change);
      options.onStateChange?.(change);
      this.#wake();
    };
    const tell = (what: string): void => {
      this.told.push(what);
      this.#wake();
    };
    this.source = createEventSource({
      ...options,
      url,
      clock,
      onStateChange,
      onConnect: () => tell('opened'),
      onMessage: ({ data }) => {
        this.data.push(data);
        tell('event');
        return onMessage?.();
      },
      onError: (error) => {
        this.errors.push(error);
        tell('failed');
      },
      onFinish: () => tell('finished'),
    });
  }

  get isFinished(): boolean {
    return this.told.includes('finished');
  }

  get states(): string[] {
    return this.changes.map(({ to }) => to);
  }

  get delays(): (number | undefined)[] {
    return this.changes.filter(({ to }) => to === 'waiting').map(({ delay }) => delay);
  }

  get codes(): string[] {
    return this.errors.map(({ code }) => code);
  }

  /** Resolves when so many events have come, to their data. */
  async heard(count: number): Promise<readonly string[]> {
    await this.#until(() => this.data.length >= count);
    return this.data;
  }

  /** Resolves when the state has been reached so often, to the last of these transitions. */
  async reached(state: StateChange['to'], count = 1): Promise<StateChange> {
    const changes = (): StateChange[] => this.changes.filter(({ to }) => to === state);
    await this.#until(() => changes().length >= count);
    return changes()[count - 1] as StateChange;
  }

  /** Waits until the connection is lost once more, and lets the time pass that it then waits; resolves to that time. */
  async retried(): Promise<number> {
    const { delay = 0 } = await this.reached('waiting', ++this.#retries);
    this.#clock.advance(delay);
    return delay;
  }

  /** The delays of so many retries. */
  async retriedTimes(count: number): Promise<number[]> {
    const delays: number[] = [];
    while (delays.length < count) delays.push(await this.retried());
    return delays;
  }

  /** Resolves when all is over, to the error that ended it, if it was one. */
  async closed(): Promise<EventSourceError | undefined> {
    await this.reached('closed');
    return this.changes.at(-1)?.error;
  }

  close(): void {
    this.source.close();
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
