/** For the tests of programs that use event streams; needs no network, and no test runner in particular. */
export type { Clock } from '../connection/clock.js';
export type { Fetch } from '../connection/transport.js';
export { atEveryCut, chunksOf, cutAt, cutEverywhere, type Text } from './chunks.js';
export { comment, event, type EventFields } from './event_text.js';
export { Journal, type JournalReply } from './journal.js';
export { Pause } from './pause.js';
export { type RecordingFetch, recordingFetch, type RecordingOptions } from './recording_fetch.js';
export {
  type AnswerLine,
  type ChunkLine,
  type EndLine,
  formatLine,
  type LossLine,
  parseRecording,
  type RecordingLine,
} from './recording_format.js';
export { replayFetch, type ReplayOptions } from './replay_fetch.js';
export {
  type Answer,
  drop,
  type Fault,
  type Reply,
  reset,
  type Script,
  type ScriptedRequest,
  silence,
  type Step,
} from './script.js';
export { type ScriptedFetch, scriptedFetch } from './scripted_fetch.js';
export { settle } from './settle.js';
export { TestClock } from './test_clock.js';
