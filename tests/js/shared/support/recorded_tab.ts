import { clientDefaults, connectionSettings } from '../../../../dist/connection/connection_settings.js';
import type { ConnectionOptions, StateChange } from '../../../../dist/connection/connection_options.js';
import type { EventSourceError } from '../../../../dist/errors/event_source_error.js';
import type { StreamConnection } from '../../../../dist/connection/stream_connection.js';
import type { Answer } from '../../../../dist/connection/transport.js';
import { shareConnection } from '../../../../dist/shared/share_connection.js';
import type { Tab } from './tab_network.js';

export interface RecordedTabOptions extends ConnectionOptions {
  readonly url?: string;
  readonly key?: string;
  /** What a listener does with each event. */
  readonly onEvent?: (data: string) => void | Promise<void>;
}

/** A tab with a shared connection, and all that it was told. */
export class RecordedTab {
  readonly tab: Tab;
  readonly connection: StreamConnection;
  readonly data: string[] = [];
  readonly changes: StateChange[] = [];
  readonly answers: Answer[] = [];
  readonly comments: string[] = [];
  readonly failures: EventSourceError[] = [];
  readonly troubles: EventSourceError[] = [];
  readonly reasons: unknown[] = [];
  finishes = 0;
  readonly #waiting = new Set<() => void>();

  constructor(tab: Tab, { url = 'https://feed.test/', key, onEvent, ...options }: RecordedTabOptions) {
    this.tab = tab;
    const settings = connectionSettings(
      url,
      {
        ...options,
        onStateChange: (change) => {
          this.changes.push(change);
          this.#told();
        },
      },
      clientDefaults,
    );
    this.connection = shareConnection(
      settings,
      {
        opened: (answer) => {
          this.answers.push(answer);
          this.#told();
        },
        event: ({ data }) => {
          this.data.push(data);
          this.#told();
          return onEvent?.(data);
        },
        comment: (text) => {
          this.comments.push(text);
          this.#told();
        },
        failed: (error) => {
          this.failures.push(error);
          this.#told();
        },
        troubled: (error) => {
          this.troubles.push(error);
          this.#told();
        },
        finished: () => {
          this.finishes++;
          this.#told();
        },
        aborted: (reason) => {
          this.reasons.push(reason);
          this.#told();
        },
      },
      { key },
      tab,
    );
    this.connection.start();
  }

  /** Resolves when what was told meets the condition. */
  async until(condition: (tab: this) => boolean): Promise<void> {
    while (!condition(this)) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
  }

  isOpen(): Promise<void> {
    return this.until(({ connection }) => connection.state === 'open');
  }

  #told(): void {
    for (const resume of this.#waiting) resume();
    this.#waiting.clear();
  }
}
