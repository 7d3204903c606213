import type { ConnectionSettings } from '../connection/connection_settings.js';
import type { Observer, StreamConnection } from '../connection/stream_connection.js';
import { ConnectionError } from '../errors/connection_error.js';
import type { StreamItem } from '../parser/stream_item.js';
import type { History } from './history.js';
import type { LeaderMessage, MemberMessage, Notice } from './message.js';
import { isEnd } from './playback.js';
import { toRecord } from './record.js';
import { groupSettings, resumedSettings } from './resumed_settings.js';

/** Milliseconds that a new leader waits for tabs that are alive but do not answer. */
const electionTime = 500;
/** Milliseconds that a leader waits, after the end of the stream, until all others have heard of it. */
const farewellTime = 1000;
/** How often, in events, a leader that can take no more looks whether somebody else still can. */
const weighingInterval = 64;

export interface LeaderOptions {
  readonly tab: string;
  /** Above all that this tab has heard of. */
  readonly epoch: number;
  readonly settings: ConnectionSettings;
  readonly history: History;
  /** The names of the other tabs that are alive. */
  readonly others: () => Promise<ReadonlySet<string>>;
  readonly post: (message: LeaderMessage) => void;
  readonly connect: (settings: ConnectionSettings, observer: Observer) => StreamConnection;
  /** Leads from now on: the history is up to date. */
  readonly led: (epoch: number) => void;
  /** What the connection has just got has been added to the history. */
  readonly grew: (event: StreamItem) => void;
  readonly noted: (notice: Notice) => void;
  /** Whether this tab itself can take no more. */
  readonly isFull: () => boolean;
  /** The stream has ended, and everybody has heard of it. */
  readonly resign: () => void;
}

/** The tab that holds the connection for the others, from the moment when it gets the lock. */
export class Leader {
  readonly #options: LeaderOptions;
  #epoch: number;
  #connection: StreamConnection | undefined;
  /** While it is being found out who has what: who has answered, and who should. */
  #isElecting = true;
  readonly #answered = new Set<string>();
  #expected: ReadonlySet<string> | undefined;
  /** The number of the last event of whoever is furthest behind. */
  #lowest: number;
  #timer: unknown;
  #isResigned = false;
  /** Who can take no more. */
  readonly #full = new Set<string>();
  /** What tells a tab that comes later of the state. */
  #state: Notice | undefined;
  #opened: Notice | undefined;
  /** Who has left since the end of the stream; undefined before it. */
  #departed: Set<string> | undefined;

  constructor(options: LeaderOptions) {
    this.#options = options;
    this.#epoch = options.epoch;
    this.#lowest = options.history.end;
  }

  /** Asks the others what they have: the leader before may have told one of them more than another. */
  start(): void {
    const { clock } = this.#options.settings;
    this.#timer = clock.setTimeout(() => {
      this.#lead();
    }, electionTime);
    this.#elect();
  }

  take(message: MemberMessage): void {
    if (message.type === 'bye') {
      this.#forget(message.from);
      return;
    }
    if (message.type === 'restart') {
      this.#connection?.restart();
      return;
    }
    if (message.full) this.#full.add(message.from);
    else this.#full.delete(message.from);
    if (this.#isElecting) this.#count(message);
    else if (message.type !== 'pressure') this.#welcome(message);
    this.weigh();
  }

  restart(): void {
    this.#connection?.restart();
  }

  commit(lastEventId: string): void {
    this.#connection?.commit(lastEventId);
  }

  stop(): void {
    this.#isResigned = true;
    this.#options.settings.clock.clearTimeout(this.#timer);
    this.#connection?.close();
  }

  /** Reads on while there is anybody who can take more. */
  weigh(): void {
    const { isFull, others } = this.#options;
    if (!isFull()) {
      this.#connection?.resume();
      return;
    }
    void others().then((tabs) => {
      if (!isFull()) return;
      if ([...tabs].every((tab) => this.#full.has(tab))) this.#connection?.pause();
      else this.#connection?.resume();
    });
  }

  #elect(): void {
    const { tab, history, post, others } = this.#options;
    this.#answered.clear();
    post({ type: 'elected', from: tab, epoch: this.#epoch, position: history.position });
    void others().then((expected) => {
      this.#expected = expected;
      this.#leadIfAllAnswered();
    });
  }

  #count(message: Exclude<MemberMessage, { type: 'bye' | 'restart' }>): void {
    if (message.type === 'here') {
      if (message.epoch >= this.#epoch) {
        // This tab has missed the time of a leader, or of more than one.
        this.#epoch = message.epoch + 1;
        this.#elect();
        return;
      }
      this.#learn(message);
    }
    if (message.type !== 'pressure') this.#answered.add(message.from);
    this.#leadIfAllAnswered();
  }

  #learn({ position, excerpt }: MemberMessage & { readonly type: 'here' }): void {
    const { history, grew } = this.#options;
    if (position.stream === '') return;
    if (position.stream !== history.stream) {
      // Others went on with another stream while this tab was away.
      history.reset({ ...position, end: position.end - excerpt.events.length, lastEventId: excerpt.before });
      this.#lowest = position.end;
    }
    this.#lowest = Math.min(this.#lowest, position.end);
    history.merge(position, excerpt, grew);
  }

  #leadIfAllAnswered(): void {
    if (this.#expected === undefined) return;
    if ([...this.#expected].every((tab) => this.#answered.has(tab))) this.#lead();
  }

  #lead(): void {
    if (!this.#isElecting || this.#isResigned) return;
    this.#isElecting = false;
    const { tab, history, post, settings, connect, led, isFull } = this.#options;
    settings.clock.clearTimeout(this.#timer);
    const isFirst = history.stream === '';
    if (isFirst) history.reset({ stream: tab, end: 0, lastEventId: settings.initialLastEventId });
    const excerpt = history.after(this.#lowest);
    post({ ...this.#sent, type: 'lead', to: undefined, position: history.position, excerpt, notices: [] });
    led(this.#epoch);
    const resumed = isFirst ? settings : resumedSettings(settings, history.lastEventId);
    if (resumed === undefined) {
      this.#fail();
      return;
    }
    this.#connection = connect(
      {
        ...groupSettings(resumed, history),
        onStateChange: (change) => {
          this.#note({ kind: 'state', change });
        },
      },
      this.#observer(),
    );
    if (isFull()) this.#connection.pause();
    this.#connection.start();
    this.weigh();
  }

  #fail(): void {
    const { method } = this.#options.settings.request;
    const error = new ConnectionError(
      'ERR_SSE_SHARED',
      `The tab that sent the ${method} request is gone, and \`replay\` does not allow to send it once more`,
    );
    const change = { from: 'idle', to: 'closed', url: '', attempt: 0, error, delay: undefined } as const;
    this.#note({ kind: 'state', change });
    this.#note({ kind: 'failed', error, ended: true });
  }

  #observer(): Observer {
    return {
      opened: (answer) => {
        this.#note({ kind: 'opened', answer });
      },
      event: (event) => {
        const { history, post, grew, isFull } = this.#options;
        const before = history.lastEventId;
        history.add(event);
        post({ ...this.#sent, type: 'events', position: history.position, excerpt: { before, events: [event] } });
        grew(event);
        if (history.end % weighingInterval === 0 && isFull()) this.weigh();
      },
      comment: (text) => {
        this.#note({ kind: 'comment', text });
      },
      failed: (error) => {
        this.#note({ kind: 'failed', error, ended: error.delay === undefined });
      },
      troubled: (error) => {
        this.#note({ kind: 'troubled', error });
      },
      finished: () => {
        this.#note({ kind: 'finished' });
      },
      aborted: () => undefined,
    };
  }

  #note(notice: Notice): void {
    // That the connection is closed here is nothing to those who go on with it.
    if (this.#isResigned) return;
    if (notice.kind === 'state') this.#state = notice;
    if (notice.kind === 'opened') this.#opened = notice;
    this.#options.post({ ...this.#sent, type: 'notice', notice: toRecord(notice) });
    if (isEnd(notice)) void this.#sayFarewell();
    this.#options.noted(notice);
  }

  /** Whoever got the lock before it heard of the end would begin anew. */
  async #sayFarewell(): Promise<void> {
    const { settings, others, resign } = this.#options;
    this.#timer = settings.clock.setTimeout(resign, farewellTime);
    this.#departed = new Set();
    this.#expected = undefined;
    this.#expected = await others();
    this.#resignIfAllDeparted();
  }

  #resignIfAllDeparted(): void {
    const { resign, settings } = this.#options;
    const departed = this.#departed;
    if (this.#expected === undefined || ![...this.#expected].every((tab) => departed?.has(tab))) return;
    settings.clock.clearTimeout(this.#timer);
    resign();
  }

  #forget(tab: string): void {
    this.#full.delete(tab);
    this.#answered.add(tab);
    this.#departed?.add(tab);
    if (this.#isElecting) this.#leadIfAllAnswered();
    else if (this.#departed !== undefined) this.#resignIfAllDeparted();
    else this.weigh();
  }

  /** Brings a tab up to date that came while this one leads, or that answered late. */
  #welcome(message: MemberMessage & { readonly type: 'hello' | 'here' }): void {
    if (this.#departed !== undefined) return;
    const { history, post, led } = this.#options;
    const { position } = message;
    // A late answer may tell of the time of a leader that this tab has missed.
    const isOutdated = message.type === 'here' && message.epoch >= this.#epoch;
    if (isOutdated) led((this.#epoch = message.epoch + 1));
    const wanted =
      position.stream === history.stream
        ? position.end
        : message.type === 'hello' && message.lastEventId !== ''
          ? history.find(message.lastEventId)
          : undefined;
    const isOpen = this.#state?.kind === 'state' && this.#state.change.to === 'open';
    const notices = [this.#state, isOpen ? this.#opened : undefined].filter((notice) => notice !== undefined);
    post({
      ...this.#sent,
      type: 'lead',
      to: isOutdated ? undefined : message.from,
      position: history.position,
      excerpt: history.after(wanted ?? history.end),
      notices: notices.map(toRecord),
    });
  }

  get #sent(): { readonly from: string; readonly epoch: number } {
    return { from: this.#options.tab, epoch: this.#epoch };
  }
}
