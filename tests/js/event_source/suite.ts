import type { Cases, Environment } from './case.js';
import { browserCases, pageCases } from './cases/browser_cases.js';
import { closeCases } from './cases/close_cases.js';
import { customFetchCases } from './cases/custom_fetch_cases.js';
import { deliveryCases } from './cases/delivery_cases.js';
import { handlerCases } from './cases/handler_cases.js';
import { interfaceCases } from './cases/interface_cases.js';
import { lastEventIdCases } from './cases/last_event_id_cases.js';
import { lifecycleCases } from './cases/lifecycle_cases.js';
import { messageCases } from './cases/message_cases.js';
import { nodeCases } from './cases/node_cases.js';
import { readableStreamCases } from './cases/readable_stream_cases.js';
import { reconnectionCases } from './cases/reconnection_cases.js';
import { opaqueRedirectCases, postRedirectCases, redirectCases } from './cases/redirect_cases.js';
import { requestCases } from './cases/request_cases.js';
import { responseCases } from './cases/response_cases.js';
import { streamCases } from './cases/stream_cases.js';

/** The cases for an environment, by theme. */
export function suiteFor({ name }: Environment): Readonly<Record<string, Cases>> {
  const isNode = name === 'node';
  return {
    interface: interfaceCases,
    'event handlers': handlerCases,
    messages: messageCases,
    'life of a connection': lifecycleCases,
    answers: responseCases,
    redirects: { ...redirectCases, ...(isNode ? postRedirectCases : opaqueRedirectCases) },
    'Last-Event-ID': lastEventIdCases,
    'reconnection time': reconnectionCases,
    'close()': closeCases,
    delivery: deliveryCases,
    'the stream': streamCases,
    'fromReadableStream()': readableStreamCases,
    requests: requestCases,
    'custom fetch': customFetchCases,
    ...(isNode ? { 'in Node': nodeCases } : { 'in browsers': browserCases }),
    ...(name === 'page' ? { 'in a page': pageCases } : {}),
  };
}
