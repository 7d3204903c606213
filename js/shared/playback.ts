import type { StateChange } from '../connection/connection_options.js';
import type { ConnectionState } from '../connection/machine.js';
import { reportException } from '../connection/report_exception.js';
import { ConnectionError } from '../errors/connection_error.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import type { Observer } from '../connection/stream_connection.js';
import type { StreamItem } from '../parser/stream_item.js';
import type { CatchUp } from './catch_up.js';
import type { History } from './history.js';
import type { Notice } from './message.js';

export interface PlaybackOptions {
  readonly history: History;
  readonly observer: Observer;
  readonly lastEventId: string;
  readonly onStateChange: ((change: StateChange) => void) | undefined;
  /** Begins to fetch what the history has lost, from the last event ID on; undefined when that cannot be had. */
  readonly catchUp: (lastEventId: string) => CatchUp | undefined;
  /** Whether no more can be taken for the time being; told when it changes. */
  readonly pressure: (full: boolean) => void;
}

/** More notices than anybody who is paused will want to read. */
const maxNotices = 256;

/**
 * Plays the history to the observer, at the observer's pace. A tab that is slow holds nobody else back: when the history has gone on
 * without it, it fetches what it missed by a connection of its own, and comes back to the history when it has caught up.
 */
export class Playback {
  readonly #options: PlaybackOptions;
  /** The number of the event delivered last; undefined when that has no place in the history. */
  #number: number | undefined;
  /** The stream that the number belongs to. */
  #stream = '';
  #lastEventId: string;
  #state: ConnectionState = 'idle';
  #url = '';
  #notices: { readonly after: number; readonly notice: Notice }[] = [];
  #catchUp: CatchUp | undefined;
  #attempt = 0;
  #isAway = false;
  #isOver = false;
  #isPaused = false;
  #isPlaying = false;
  #isHeldBack = false;
  #isFull = false;

  constructor(options: PlaybackOptions) {
    this.#options = options;
    this.#lastEventId = options.lastEventId;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get lastEventId(): string {
    return this.#lastEventId;
  }

  get url(): string {
    return this.#url;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  /** When the history is that of another stream than before: finds the place in it after the event delivered last. */
  place(): void {
    const { history } = this.#options;
    if (history.stream === this.#stream) return;
    this.#stream = history.stream;
    this.#stopCatchUp();
    this.#number = this.#lastEventId === '' ? history.end : history.find(this.#lastEventId);
    this.play();
  }

  /** The history has got an event more, perhaps in the place of others. */
  grew(event: StreamItem, replaces = false): void {
    const { history } = this.#options;
    const overtaken = this.#catchUp?.overtakes(event);
    // So many of the events to come were delivered already.
    if (overtaken !== undefined) this.#goOnAfter(history.end + overtaken);
    else if (replaces && this.#number !== undefined) this.#number = Math.min(this.#number, history.end - 1);
    this.play();
  }

  /** To be delivered when all events that the history has by now have been. */
  note(notice: Notice): void {
    this.#notices.push({ after: this.#options.history.end, notice });
    if (this.#notices.length > maxNotices) this.#notices.shift();
    this.play();
  }

  /** The tab takes part, or takes part again. */
  begin(): void {
    this.#isAway = false;
    this.play();
  }

  /** The tab takes part no longer for the time being: what is missed is fetched when it is back. */
  suspend(): void {
    this.#isAway = true;
    this.#stopCatchUp();
    if (this.#isOver) return;
    this.#change({ to: 'suspended', url: this.#url, attempt: this.#attempt, error: undefined, delay: undefined });
  }

  pause(): void {
    this.#isPaused = true;
    this.#catchUp?.pause();
    this.#weigh();
  }

  resume(): void {
    this.#isPaused = false;
    this.#catchUp?.resume();
    this.play();
  }

  /** The observer is told nothing any more. */
  close(): void {
    this.#stopCatchUp();
    if (this.#isOver) return;
    this.#isOver = true;
    this.#notices = [];
    this.#change({ to: 'closed', url: this.#url, attempt: this.#attempt, error: undefined, delay: undefined });
  }

  play(): void {
    // The observer may cause what calls it: the loop below goes on with that.
    if (this.#isPlaying) return;
    this.#isPlaying = true;
    try {
      while (!this.#isOver && !this.#isHeldBack && (this.#playNotice() || this.#playEvent()));
    } finally {
      this.#isPlaying = false;
    }
    this.#weigh();
  }

  #playNotice(): boolean {
    const [next] = this.#notices;
    if (next === undefined || !this.#isDue(next)) return false;
    this.#notices.shift();
    this.#tell(next.notice);
    return true;
  }

  #isDue({ after, notice }: { readonly after: number; readonly notice: Notice }): boolean {
    if (this.#number !== undefined) return after <= this.#number;
    return this.#catchUp === undefined || !isEnd(notice);
  }

  #playEvent(): boolean {
    const { history } = this.#options;
    if (this.#isPaused || this.#catchUp !== undefined || history.stream !== this.#stream) return false;
    if (this.#stream === '') return false;
    if (this.#number === undefined || this.#number < history.base) {
      if (this.#isAway) return false;
      this.#fillGap();
      return true;
    }
    const event = history.get(this.#number + 1);
    if (event === undefined) return false;
    this.#number++;
    void this.#deliver(event);
    return true;
  }

  #deliver(event: StreamItem): void | Promise<void> {
    this.#lastEventId = event.lastEventId;
    const pending = this.#options.observer.event(event);
    if (pending === undefined) return undefined;
    this.#isHeldBack = true;
    return pending.then(() => {
      this.#isHeldBack = false;
      this.play();
    });
  }

  #fillGap(): void {
    const { catchUp } = this.#options;
    this.#catchUp = this.#lastEventId === '' ? undefined : catchUp(this.#lastEventId);
    if (this.#catchUp === undefined) {
      this.giveUp();
      return;
    }
    this.#number = undefined;
    this.#catchUp.start();
  }

  /** Delivers an event that the history has lost. */
  missed(event: StreamItem): void | Promise<void> {
    return this.#deliver(event);
  }

  /** What was missed has been had: the next event is the one after this number. */
  caughtUp(number: number): void {
    this.#goOnAfter(number);
    this.play();
  }

  /** What was missed cannot be had: the next event is the oldest that is left. */
  giveUp(cause?: EventSourceError): void {
    const { history, observer } = this.#options;
    this.#goOnAfter(history.base);
    observer.troubled(
      new ConnectionError(
        'ERR_SSE_SHARED',
        'Events are lost: this tab was too slow or away for too long, and ' +
          (cause === undefined
            ? 'they cannot be asked for once more'
            : `asking for them once more failed: ${cause.message}`),
        { cause },
      ),
    );
    this.play();
  }

  #goOnAfter(number: number): void {
    this.#stopCatchUp();
    this.#number = number;
  }

  #stopCatchUp(): void {
    this.#catchUp?.stop();
    this.#catchUp = undefined;
  }

  #tell(notice: Notice): void {
    const { observer } = this.#options;
    switch (notice.kind) {
      case 'state':
        this.#change(notice.change);
        break;
      case 'opened':
        observer.opened(notice.answer);
        break;
      case 'comment':
        observer.comment?.(notice.text);
        break;
      case 'failed':
        if (notice.ended) this.#isOver = true;
        observer.failed(notice.error);
        break;
      case 'troubled':
        observer.troubled(notice.error);
        break;
      case 'finished':
        this.#isOver = true;
        observer.finished();
        break;
    }
  }

  #change({ to, url, attempt, error, delay }: Omit<StateChange, 'from'>): void {
    const { onStateChange } = this.#options;
    const from = this.#state;
    this.#state = to;
    this.#url = url;
    this.#attempt = attempt;
    try {
      onStateChange?.({ from, to, url, attempt, error, delay });
    } catch (exception) {
      reportException(exception);
    }
  }

  #weigh(): void {
    const { history, pressure } = this.#options;
    const isFull = !this.#isOver && (this.#isPaused || (this.#number !== undefined && history.isCrowded(this.#number)));
    if (isFull === this.#isFull) return;
    this.#isFull = isFull;
    pressure(isFull);
  }
}

/** Whether nothing will come after it. */
export function isEnd(notice: Notice): boolean {
  return notice.kind === 'finished' || (notice.kind === 'failed' && notice.ended);
}
