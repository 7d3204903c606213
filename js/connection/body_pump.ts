import type { EventSourceError } from '../errors/event_source_error.js';
import type { BodyReading } from './body_reader.js';
import type { BodyTaker, IncomingBody } from './incoming_body.js';

/** Reads a body to its end without a promise for each chunk. What the taker has no time for stays in the body, and stops the socket. */
export class BodyPump implements BodyTaker {
  readonly #body: IncomingBody;
  readonly #reading: BodyReading;
  #isWaiting = false;
  #resolve: (failure: EventSourceError | undefined) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;

  constructor(body: IncomingBody, reading: BodyReading) {
    this.#body = body;
    this.#reading = reading;
  }

  run(): Promise<EventSourceError | undefined> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#body.reader = this;
      this.readable();
    });
  }

  readable(): void {
    const { cancellation, gate, idleWatch } = this.#reading;
    while (!this.#isWaiting) {
      if (cancellation.isCancelled) {
        this.#settle(undefined);
        return;
      }
      if (gate.closed !== undefined) {
        this.#wait(gate.closed.then(() => undefined));
        return;
      }
      const chunk = this.#body.take();
      if (chunk === undefined) {
        const { ending } = this.#body;
        if (ending === undefined) idleWatch?.reading();
        else if (ending.failure !== undefined) this.#fail(ending.failure());
        else this.#settle(undefined);
        return;
      }
      idleWatch?.resting();
      this.#handOver(chunk);
    }
  }

  #handOver(chunk: Uint8Array): void {
    try {
      const taken = this.#reading.take(chunk);
      if (taken instanceof Promise) this.#wait(taken);
      else if (taken !== undefined) this.#settle(taken);
    } catch (error) {
      this.#fail(error);
    }
  }

  #wait(pending: Promise<EventSourceError | undefined>): void {
    this.#isWaiting = true;
    pending.then(
      (failure) => {
        this.#isWaiting = false;
        if (failure === undefined) this.readable();
        else this.#settle(failure);
      },
      (error: unknown) => {
        this.#fail(error);
      },
    );
  }

  #settle(failure: EventSourceError | undefined): void {
    this.#stop();
    this.#resolve(failure);
  }

  #fail(reason: unknown): void {
    this.#stop();
    this.#reject(reason);
  }

  #stop(): void {
    const { idleWatch } = this.#reading;
    this.#isWaiting = true;
    this.#body.reader = undefined;
    idleWatch?.stop();
    // Without effect on a body that has come to its end.
    this.#body.cancel();
  }
}
