import type { StateChange } from '../connection/connection_options.js';
import type { Answer } from '../connection/transport.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import type { Excerpt, Position } from './history.js';
import type { AnswerRecord, ErrorRecord } from './record.js';

/** What befalls the connection, other than an event. */
export type Notice =
  | { readonly kind: 'state'; readonly change: StateChange }
  | { readonly kind: 'opened'; readonly answer: Answer }
  | { readonly kind: 'comment'; readonly text: string }
  /** `ended`: for good. */
  | { readonly kind: 'failed'; readonly error: EventSourceError; readonly ended: boolean }
  | { readonly kind: 'troubled'; readonly error: EventSourceError }
  | { readonly kind: 'finished' };

/** A notice as it goes to other tabs: an `Answer` or an error cannot. */
export type NoticeRecord =
  | {
      readonly kind: 'state';
      readonly change: Omit<StateChange, 'error'> & { readonly error: ErrorRecord | undefined };
    }
  | { readonly kind: 'opened'; readonly answer: AnswerRecord }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'failed'; readonly error: ErrorRecord; readonly ended: boolean }
  | { readonly kind: 'troubled'; readonly error: ErrorRecord }
  | { readonly kind: 'finished' };

/** What any tab says to whoever leads. */
export type MemberMessage =
  /** Takes part from now on; `lastEventId` is where it would like to begin. */
  | (Sent & {
      readonly type: 'hello';
      readonly position: Position;
      readonly lastEventId: string;
      readonly full: boolean;
    })
  /** Takes part no longer. */
  | (Sent & { readonly type: 'bye' })
  /** Whether it can take no more for the time being. */
  | (Sent & { readonly type: 'pressure'; readonly full: boolean })
  | (Sent & { readonly type: 'restart' })
  /** The answer to `elected`: what the new leader lacks, and the epoch that the tab knows of. */
  | (Sent & {
      readonly type: 'here';
      readonly epoch: number;
      readonly position: Position;
      readonly excerpt: Excerpt;
      readonly full: boolean;
    });

/** What whoever leads says to all. An epoch is the time of one leader; messages of older ones are ignored. */
export type LeaderMessage =
  /** Has got the lock, and asks what others have. */
  | (FromLeader & { readonly type: 'elected'; readonly position: Position })
  /** Leads from now on, or has done so for a while, when it is an answer to one tab. */
  | (FromLeader & {
      readonly type: 'lead';
      readonly to: string | undefined;
      readonly position: Position;
      readonly excerpt: Excerpt;
      /** The state that the connection is in. */
      readonly notices: readonly NoticeRecord[];
    })
  /** The last events of the excerpt stand at the position. */
  | (FromLeader & { readonly type: 'events'; readonly position: Position; readonly excerpt: Excerpt })
  | (FromLeader & { readonly type: 'notice'; readonly notice: NoticeRecord });

export type Message = MemberMessage | LeaderMessage;

interface Sent {
  /** The tab's name. */
  readonly from: string;
}

interface FromLeader extends Sent {
  readonly epoch: number;
}
