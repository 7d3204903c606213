import type { Locks } from '../../../../dist/shared/membership.js';

interface Request {
  readonly owner: object;
  readonly name: string;
  readonly grant: () => void;
  readonly drop: () => void;
}

/** A stand-in for `navigator.locks` of several tabs: exclusive locks, granted in the order in which they were asked for. */
export class LockTable {
  readonly #queues = new Map<string, Request[]>();
  readonly #gone = new WeakSet();

  of(owner: object): Locks {
    return {
      request: (name, { signal }, granted) => this.#request(owner, name, signal, granted),
      query: () => {
        const held = [...this.#queues].filter(([, queue]) => queue.length > 0).map(([name]) => ({ name }));
        return Promise.resolve({ held });
      },
    };
  }

  /** The owner is gone, and with it what it held and waited for. */
  releaseAll(owner: object): void {
    this.#gone.add(owner);
    for (const queue of [...this.#queues.values()]) {
      for (const request of [...queue]) {
        if (request.owner === owner) request.drop();
      }
    }
  }

  #request(owner: object, name: string, signal: AbortSignal, granted: Parameters<Locks['request']>[2]): Promise<void> {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    if (this.#gone.has(owner)) return new Promise(() => undefined);
    return new Promise((resolve, reject) => {
      let isHeld = false;
      let isDropped = false;
      const request: Request = {
        owner,
        name,
        grant: () => {
          isHeld = true;
          setImmediate(() => {
            if (isDropped) return;
            void Promise.resolve(granted()).then(() => {
              request.drop();
              resolve();
            });
          });
        },
        drop: () => {
          isDropped = true;
          const index = queue.indexOf(request);
          if (index < 0) return;
          queue.splice(index, 1);
          if (index === 0) queue[0]?.grant();
        },
      };
      signal.addEventListener('abort', () => {
        if (isHeld) return;
        request.drop();
        reject(signal.reason as Error);
      });
      queue.push(request);
      if (queue.length === 1) request.grant();
    });
  }
}
