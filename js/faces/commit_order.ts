/** One event on its way through its consumers. */
export interface Handling {
  /** Another consumer has it. */
  hold(): void;
  /** A consumer is done with it. */
  release(succeeded: boolean): void;
}

interface UnderWay {
  readonly lastEventId: string;
  holders: number;
}

const uncommitted: Handling = { hold: () => undefined, release: () => undefined };

/**
 * Says which last event ID may be stored: that of the last event before which, itself included, everything has been handled with success.
 * Behind an event that was not, none is, so that a program that starts again gets it once more.
 */
export class CommitOrder {
  readonly #commit: (lastEventId: string) => void;
  #underWay: UnderWay[] = [];
  #isStopped = false;

  constructor(commit: (lastEventId: string) => void) {
    this.#commit = commit;
  }

  /** The event is held once. */
  begin(lastEventId: string): Handling {
    if (this.#isStopped) return uncommitted;
    const event: UnderWay = { lastEventId, holders: 1 };
    this.#underWay.push(event);
    return {
      hold: () => {
        event.holders++;
      },
      release: (succeeded) => {
        event.holders--;
        if (!succeeded) this.#stopAt(event);
        this.#advance();
      },
    };
  }

  /** Somebody else has stored this ID: what led to it is done, or was given up. */
  committed(lastEventId: string): void {
    const at = this.#underWay.map((event) => event.lastEventId).lastIndexOf(lastEventId);
    if (at === -1) this.reset();
    else this.#underWay.splice(0, at + 1);
  }

  /** Forgets what is under way, and what has failed. */
  reset(): void {
    this.#underWay = [];
    this.#isStopped = false;
  }

  /** Nothing is stored any more, whatever becomes of what is under way. */
  stop(): void {
    this.#underWay = [];
    this.#isStopped = true;
  }

  #stopAt(event: UnderWay): void {
    const at = this.#underWay.indexOf(event);
    if (at === -1) return;
    this.#underWay.length = at;
    this.#isStopped = true;
  }

  #advance(): void {
    let done: string | undefined;
    while (this.#underWay[0]?.holders === 0) done = this.#underWay.shift()?.lastEventId;
    if (done !== undefined) this.#commit(done);
  }
}
