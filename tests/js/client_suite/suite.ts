import type { Cases } from '../event_source/case.js';
import { abortCases } from './cases/abort_cases.js';
import { callbackCases } from './cases/callback_cases.js';
import { createClientCases } from './cases/create_client_cases.js';
import { handlerCases } from './cases/handler_cases.js';
import { handlerErrorCases } from './cases/handler_error_cases.js';
import { iteratorCases } from './cases/iterator_cases.js';
import { jsonCases } from './cases/json_cases.js';
import { lifecycleCases } from './cases/lifecycle_cases.js';
import { queueCases } from './cases/queue_cases.js';
import { readingCases } from './cases/reading_cases.js';
import { typeCases } from './cases/type_cases.js';

/** What programs see of `createEventSource`, `createClient` and the other ways to read a stream; by theme. */
export const clientSuite: Readonly<Record<string, Cases>> = {
  'createEventSource: types of events': typeCases,
  'createEventSource: handlers': handlerCases,
  'createEventSource: errors of handlers': handlerErrorCases,
  'createEventSource: iterators': iteratorCases,
  'createEventSource: queues': queueCases,
  'createEventSource: the life of a source': lifecycleCases,
  'createEventSource: signals': abortCases,
  'createEventSource: callbacks': callbackCases,
  'createEventSource: JSON': jsonCases,
  createClient: createClientCases,
  'other ways to read': readingCases,
};
