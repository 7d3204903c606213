import type { ConnectionSettings } from '../connection/connection_settings.js';
import type { StreamItem } from '../parser/stream_item.js';
import type { Excerpt, History, Position } from './history.js';
import { Leader } from './leader.js';
import { Membership } from './membership.js';
import type { LeaderMessage, Message, Notice } from './message.js';
import { isEnd, type Playback } from './playback.js';
import type { Channel, Platform } from './platform.js';
import { fromRecord } from './record.js';

export interface GroupOptions {
  /** Of the group: the same for all tabs that share the connection. */
  readonly name: string;
  readonly settings: ConnectionSettings;
  readonly history: History;
  readonly playback: Playback;
  readonly platform: Platform;
  /** The stream has come to its end, and nobody needs this tab. */
  ended(): void;
}

/** A tab's part in the group, from when it joins to when it leaves: it follows whoever leads, and leads when it is its turn. */
export class Group {
  readonly #options: GroupOptions;
  /** Of this part: a tab that comes back is another one. */
  readonly #tab = crypto.randomUUID();
  readonly #membership: Membership;
  readonly #channel: Channel;
  #epoch = 0;
  /** The tab whose messages count. */
  #leaderTab: string | undefined;
  #leader: Leader | undefined;
  #hasLeft = false;
  #hasEnded = false;

  constructor(options: GroupOptions) {
    const { name, platform } = options;
    this.#options = options;
    this.#membership = new Membership(platform.locks, name, this.#tab);
    this.#channel = platform.open(name, (message) => {
      if (!this.#hasLeft) this.#take(message);
    });
  }

  join(): void {
    const { history, playback } = this.#options;
    this.#membership.join(
      () => {
        this.#post({
          type: 'hello',
          from: this.#tab,
          position: history.position,
          lastEventId: playback.lastEventId,
          full: playback.isFull,
        });
      },
      () => {
        if (!this.#hasLeft) this.#stand();
      },
    );
  }

  leave(): void {
    if (this.#hasLeft) return;
    this.#leader?.stop();
    this.#post({ type: 'bye', from: this.#tab });
    this.#hasLeft = true;
    this.#channel.close();
    this.#membership.leave();
  }

  restart(): void {
    if (this.#leader === undefined) this.#post({ type: 'restart', from: this.#tab });
    else this.#leader.restart();
  }

  commit(lastEventId: string): void {
    this.#leader?.commit(lastEventId);
  }

  pressure(full: boolean): void {
    if (this.#leader === undefined) this.#post({ type: 'pressure', from: this.#tab, full });
    else this.#leader.weigh();
  }

  #post(message: Message): void {
    if (!this.#hasLeft) this.#channel.post(message);
  }

  /** Stands for leader: nobody else does, for this tab has got the lock. */
  #stand(): void {
    const { settings, history, playback, platform } = this.#options;
    this.#leader = new Leader({
      tab: this.#tab,
      epoch: this.#epoch + 1,
      settings,
      history,
      others: () => this.#membership.others(),
      post: (message) => {
        this.#post(message);
      },
      connect: (...parameters) => platform.connect(...parameters),
      led: (epoch) => {
        this.#follow(this.#tab, epoch);
      },
      grew: (...parameters) => {
        playback.grew(...parameters);
      },
      noted: (notice) => {
        this.#note(notice);
      },
      isFull: () => playback.isFull,
      resign: () => {
        this.leave();
      },
    });
    this.#leader.start();
  }

  #take(message: Message): void {
    switch (message.type) {
      case 'elected':
        this.#answer(message);
        break;
      case 'lead':
        this.#obey(message);
        break;
      case 'events':
        if (this.#isFromLeader(message)) this.#merge(message.position, message.excerpt);
        break;
      case 'notice':
        if (this.#isFromLeader(message)) this.#note(fromRecord(message.notice));
        break;
      default:
        this.#leader?.take(message);
    }
  }

  #isFromLeader({ from, epoch }: LeaderMessage): boolean {
    return epoch === this.#epoch && from === this.#leaderTab;
  }

  #answer({ from, epoch, position }: LeaderMessage & { readonly type: 'elected' }): void {
    // Who has the lock has no leader.
    if (this.#leader !== undefined) return;
    const { history, playback } = this.#options;
    const known = this.#epoch;
    // From here on this tab takes nothing more from the leader before: what it has is what it says that it has.
    if (epoch > known) {
      this.#epoch = epoch;
      this.#leaderTab = from;
    }
    const isSameStream = position.stream === history.stream;
    this.#post({
      type: 'here',
      from: this.#tab,
      epoch: known,
      position: history.position,
      excerpt: history.after(isSameStream ? position.end : history.end),
      full: playback.isFull,
    });
  }

  #obey({ from, to, epoch, position, excerpt, notices }: LeaderMessage & { readonly type: 'lead' }): void {
    if (to !== undefined && to !== this.#tab) return;
    if (epoch < this.#epoch || (epoch === this.#epoch && from !== this.#leaderTab)) return;
    const { history } = this.#options;
    if (history.stream !== position.stream) {
      history.reset({ ...position, end: position.end - excerpt.events.length, lastEventId: excerpt.before });
    }
    this.#merge(position, excerpt);
    this.#follow(from, epoch);
    for (const notice of notices) this.#note(fromRecord(notice));
  }

  #merge(position: Position, excerpt: Excerpt): void {
    const { history, playback } = this.#options;
    history.merge(position, excerpt, (event: StreamItem, replaces: boolean) => {
      playback.grew(event, replaces);
    });
  }

  #follow(leaderTab: string, epoch: number): void {
    this.#epoch = epoch;
    this.#leaderTab = leaderTab;
    this.#options.playback.place();
  }

  #note(notice: Notice): void {
    this.#options.playback.note(notice);
    if (!isEnd(notice) || this.#hasEnded) return;
    this.#hasEnded = true;
    this.#options.ended();
    // Whoever leads leaves when all others have.
    if (this.#leaderTab !== this.#tab) this.leave();
  }
}
