// When a client comes back, and when it must not.
import { bad, ok, requests, requestsAtMost, unlessCrashed } from './verdicts.mjs';

const post = { method: 'POST', body: '{"pay":1}' };
const herd = 8;

/** An answer that is the same for every request, and how many requests that may bring. */
function answered(name, status, { within = 2600, most = 1, headers } = {}) {
  return {
    name,
    needs: ['reconnect'],
    within,
    serve: (exchange) => exchange.answer(status, headers),
    verdict: requestsAtMost(most),
  };
}

/** A stream of one event that breaks off. */
async function oneEvent(exchange, text = 'data: x\n\n') {
  await exchange.stream(text);
  exchange.drop();
}

export const reconnecting = [
  {
    name: '`retry: 9999999999`: a storm',
    needs: ['reconnect'],
    within: 700,
    async serve(exchange) {
      exchange.head();
      await exchange.write(Buffer.from('retry: 9999999999\n\ndata: x\n\n'));
      exchange.end();
    },
    verdict: requestsAtMost(1),
  },
  {
    name: 'a connection that opens and drops at once',
    needs: ['reconnect'],
    within: 3000,
    serve: (exchange) => oneEvent(exchange),
    verdict: requestsAtMost(4),
  },
  answered('204 ends it', 204),
  answered('404 ends it', 404),
  {
    name: '503 with `Retry-After: 3` is heeded',
    needs: ['reconnect'],
    within: 5600,
    until: ({ exchanges }) => exchanges.length > 1,
    serve(exchange) {
      if (exchange.index === 0) exchange.answer(503, { 'retry-after': '3' });
      else exchange.head();
    },
    verdict: unlessCrashed(({ exchanges: [first, second] }) => {
      if (second === undefined) return bad('gives up');
      const delay = second.at - first.at;
      return delay > 2950 ? ok : bad(`after ${Math.round(delay)} ms`);
    }),
  },
  {
    name: `${herd} clients dropped at once come back apart`,
    needs: ['reconnect'],
    plan: { connections: herd },
    within: 9000,
    until: ({ exchanges }) => exchanges.length >= 2 * herd,
    async serve(exchange, trial) {
      await exchange.stream('retry: 300\n\ndata: x\n\n');
      if (exchange.index !== herd - 1) return;
      trial.droppedAt = performance.now();
      for (const { index } of trial.exchanges) trial.exchanges[index].drop();
    },
    verdict: unlessCrashed(({ exchanges, droppedAt }) => {
      const delays = exchanges.slice(herd, 2 * herd).map(({ at }) => at - droppedAt);
      if (delays.length < herd) return bad(`${delays.length} come back`);
      const spread = Math.max(...delays) - Math.min(...delays);
      if (Math.min(...delays) < 290) return bad('too early');
      return spread >= 150 ? ok : bad(`within ${Math.round(spread)} ms`);
    }),
  },
  {
    name: 'a bound of 3 attempts',
    needs: ['reconnect', 'attempts'],
    plan: { maxAttempts: 3 },
    within: 12_000,
    serve: (exchange) => exchange.drop(),
    verdict: unlessCrashed(({ exchanges: { length } }) => (length === 3 ? ok : bad(requests(length)))),
  },
  {
    name: 'a POST that breaks off is not sent again',
    needs: ['reconnect', 'post'],
    plan: post,
    within: 4000,
    serve: (exchange) => oneEvent(exchange, 'retry: 10\n\ndata: x\n\n'),
    verdict: requestsAtMost(1),
  },
  {
    name: 'but its stream is resumed by GET, when told to',
    needs: ['reconnect', 'resume by GET'],
    plan: { ...post, resumesByGet: true },
    within: 4000,
    until: ({ exchanges }) => exchanges.length > 1,
    serve: (exchange) => oneEvent(exchange, 'retry: 10\n\nid: 7\ndata: x\n\n'),
    verdict: unlessCrashed(({ exchanges: [, second] }) => {
      if (second === undefined) return bad('gives up');
      return second.method === 'GET' && second.headers['last-event-id'] === '7' ? ok : bad(second.method);
    }),
  },
  {
    name: 'hiding the page does not send a POST again',
    needs: ['reconnect', 'post'],
    plan: { ...post, hideAfter: 300 },
    within: 1800,
    serve: (exchange) => exchange.stream('data: x\n\n'),
    verdict: requestsAtMost(1),
  },
  {
    name: 'a token is made anew after 401, once',
    needs: ['reconnect', 'token'],
    plan: { freshToken: true },
    within: 4600,
    serve: (exchange) => exchange.answer(401),
    verdict: unlessCrashed(({ exchanges }) => {
      const tokens = new Set(exchanges.map(({ headers }) => headers.authorization));
      if (exchanges.length === 1) return bad('gives up');
      return exchanges.length === 2 && tokens.size === 2 ? ok : bad(requests(exchanges.length));
    }),
  },
  {
    name: 'a stream that falls silent is noticed',
    needs: ['reconnect', 'idle'],
    plan: { idleTimeout: 500 },
    within: 5000,
    until: ({ exchanges }) => exchanges.length > 1,
    serve: (exchange) => exchange.stream('retry: 10\n\n', ...Array(4).fill([250, ': alive\n']).flat()),
    verdict: unlessCrashed(({ exchanges: [first, second] }) => {
      if (second === undefined) return bad('never');
      // Comments for a second count as signs of life.
      return second.at - first.at > 1400 ? ok : bad('comments ignored');
    }),
  },
  {
    name: 'a quiet stream outlives the body timeout of Node',
    needs: ['reconnect'],
    plan: { bodyTimeout: 500 },
    within: 5000,
    until: ({ events, exchanges }) => events.length > 1 || exchanges.length > 1,
    serve: (exchange) => exchange.stream('data: x\n\n', 3000, 'data: y\n\n'),
    verdict: unlessCrashed(({ events, exchanges }) =>
      exchanges.length === 1 && events.length === 2 ? ok : bad('broken off'),
    ),
  },
  {
    name: '`[DONE]` ends the stream, as a whole',
    needs: ['reconnect', 'sentinel'],
    plan: { sentinel: '[DONE]' },
    within: 2600,
    async serve(exchange) {
      await exchange.stream('data: not [DONE]\n\n', 'data: [DONE]\n\n');
      exchange.end();
    },
    verdict: unlessCrashed(({ exchanges, events }) => {
      if (exchanges.length > 1) return bad(requests(exchanges.length));
      return events.length === 1 ? ok : bad(`${events.length} events`);
    }),
  },
];
