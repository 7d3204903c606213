export {
  EventStreamParser,
  type EventStreamParserOptions,
  type StreamEventListener,
} from './parser/event_stream_parser.js';
export type { StreamEvent } from './parser/stream_item.js';
export { provideWasm, type WasmSource } from './wasm/module_source.js';
export { EventSourceError, type ErrorCode } from './errors/event_source_error.js';
export { EventTooLargeError } from './errors/event_too_large_error.js';
export { InvalidOptionError } from './errors/invalid_option_error.js';
export { OutOfMemoryError } from './errors/out_of_memory_error.js';
export { ParserStateError } from './errors/parser_state_error.js';
export { ConnectionError } from './errors/connection_error.js';
export { ResponseError } from './errors/response_error.js';
export type {
  ConnectionOptions,
  PageOptions,
  ReconnectOptions,
  StateChange,
  Timeout,
} from './connection/connection_options.js';
export type { Clock } from './connection/clock.js';
export type { FinishOn } from './connection/finish_rules.js';
export type { ConnectionState } from './connection/machine.js';
export type { AttemptFailure } from './connection/policy.js';
export type { Attempt, ForAttempt } from './connection/request.js';
export type { Fetch } from './connection/transport.js';
export type { LastEventIdStore } from './stores/last_event_id_store.js';
export { CallbackError } from './errors/callback_error.js';
export { DataError, type DataIssue, type RefusedEvent } from './errors/data_error.js';
export { QueueOverflowError } from './errors/queue_overflow_error.js';
export { StoreError } from './errors/store_error.js';
export { MemoryStore } from './stores/memory_store.js';
export { WebStorageStore } from './stores/web_storage_store.js';
export type { ClientEventSource } from './faces/client_event_source.js';
export { type Client, type ClientOptions, createClient, type StreamOptions } from './faces/create_client.js';
export { createEventSource } from './faces/create_event_source.js';
export type {
  AnyEvent,
  EventMap,
  EventSourceOptions,
  Handler,
  LifecycleCallbacks,
  QueueOptions,
  SourceEvent,
} from './faces/event_source_options.js';
export type { JsonDecoder, JsonOption } from './faces/json_data.js';
export type { StandardSchema } from './faces/standard_schema.js';
export { EventSource, type EventSourceEventMap } from './faces/event_source.js';
export { EventSourceErrorEvent } from './faces/event_source_error_event.js';
export type { EventSourceInit } from './faces/event_source_init.js';
export {
  EventSourceParserStream,
  type StreamOptions as EventSourceParserStreamOptions,
} from './faces/event_source_parser_stream.js';
export { EventStreamContentType, fetchEventSource, type FetchEventSourceInit } from './faces/fetch_event_source.js';
export type { EventSourceMessage } from './faces/message_delivery.js';
export { parseEventStream, type ParseEventStreamOptions } from './faces/parse_event_stream.js';
export type { ParsedEvent } from './faces/parsed_event.js';
export { ParseError, type ParseErrorType } from './faces/parse_error.js';
