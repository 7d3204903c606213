// What is on the wire, and what must come of it.
import { bad, eventsAre, ok, resumesWith, unlessCrashed } from './verdicts.mjs';

/** A stream that stays open after these chunks; it is looked at when all must have come. */
function stream(name, chunks, ...expected) {
  return {
    name,
    within: 500,
    serve: (exchange) => exchange.stream(...chunks),
    verdict: eventsAre(...expected),
  };
}

/** A stream that ends, and what its client resumes with. */
function resumption(name, text, lastEventId) {
  return {
    name,
    needs: ['reconnect'],
    within: 6000,
    until: ({ exchanges, problems }) => exchanges.length > 1 || problems.length > 0,
    async serve(exchange) {
      await exchange.stream('retry: 10\n\n', text);
      if (exchange.index === 0) exchange.end();
    },
    verdict: resumesWith(lastEventId),
  };
}

function longLine(megabytes, chunkSize) {
  const length = megabytes * 1024 * 1024;
  return {
    name: `a line of ${megabytes} MB in chunks of ${chunkSize / 1024} KB`,
    alone: true,
    within: 10_000,
    until: ({ events }) => events.length > 0,
    async serve(exchange) {
      exchange.head();
      const chunk = Buffer.alloc(chunkSize, 'x');
      await exchange.write('data: ');
      for (let sent = 0; sent < length; sent += chunkSize) if (!(await exchange.write(chunk))) return;
      await exchange.write('\n\n');
    },
    verdict: unlessCrashed(({ events: [event], exchanges }) => {
      if (event === undefined) return bad('> 10 s');
      if (event.length !== length) return bad('wrong event');
      const time = event.at - exchanges[0].at;
      return time < 2000 ? { ok: true, measured: `${Math.round(time)} ms` } : bad(`${(time / 1000).toFixed(1)} s`);
    }),
  };
}

const cap = 160;

export const streams = [
  stream('an empty `event` resets the type', ['event: a\nevent:\ndata: x\n\n'], { data: 'x' }),
  stream('blocks without data make no events', [': c\n\nevent: a\n\nid: 1\n\nretry: 9\n\ndata: x\n\n'], { data: 'x' }),
  stream('`data` without a colon', ['data\n\ndata: x\n\n'], { data: '' }, { data: 'x' }),
  stream('one byte order mark', ['\uFEFFdata: x\n\n'], { data: 'x' }),
  stream('two byte order marks', ['\uFEFF\uFEFFdata: x\n\ndata: y\n\n'], { data: 'y' }),
  stream('a byte order mark cut in two', [Buffer.from([0xef]), Buffer.from([0xbb, 0xbf]), 'data: x\n\n'], {
    data: 'x',
  }),
  stream('CRLF cut in two', ['data: a\r', '\ndata: b\r\n\r', '\ndata: c\r\n\r\n'], { data: 'a\nb' }, { data: 'c' }),
  stream('CR and CRLF mixed', ['data: a\r\r\ndata: b\n\rdata: c\r\n\n'], { data: 'a' }, { data: 'b' }, { data: 'c' }),
  stream(
    'CR, CRLF and LF mixed',
    ['data: a\r\rdata: b\r\n\r\ndata: c\n\n'],
    { data: 'a' },
    { data: 'b' },
    { data: 'c' },
  ),
  stream('CRLF, then CR', ['data: a\r\n\rdata: b\r\n\r'], { data: 'a' }, { data: 'b' }),
  stream(
    'a chunk ends in CR',
    ['data: a\r\r', 'data: b\r\n\r', 'data: c\r\r'],
    { data: 'a' },
    { data: 'b' },
    { data: 'c' },
  ),
  stream('CR at the end of a chunk', ['data: a\r\r', 300, 'data: b\r\r'], { data: 'a' }, { data: 'b' }),
  stream(
    'a character cut in two',
    [Buffer.from('data: \u20ac').subarray(0, 7), Buffer.from('\u20ac\n\n').subarray(1)],
    {
      data: '\u20ac',
    },
  ),
  {
    name: 'an incomplete event at the end',
    within: 500,
    async serve(exchange) {
      if (exchange.index > 0) return exchange.answer(204);
      await exchange.stream('data: x\n\ndata: incomplete\n');
      exchange.end();
    },
    verdict: eventsAre({ data: 'x' }),
  },
  resumption('an `id` in a block without data', 'id: 7\n\n', '7'),
  resumption('NUL in an `id`', 'id: 1\ndata: a\n\nid: a\0b\ndata: b\n\n', '1'),
  resumption('an `id` of U+20AC', 'id: \u20ac\ndata: a\n\n', Buffer.from('\u20ac').toString('latin1')),
  {
    ...resumption('an `id` of U+0001', 'id: \u0001\ndata: a\n\n', ''),
    // It cannot be said in HTTP; what counts is that the client comes back.
    verdict: unlessCrashed(({ exchanges }) => (exchanges.length > 1 ? ok : bad('gives up'))),
  },
  longLine(4, 4096),
  longLine(16, 16_384),
  {
    name: `a line without an end`,
    alone: true,
    within: 10_000,
    until: ({ exchanges }) => exchanges.some(({ isOpen }) => !isOpen),
    async serve(exchange) {
      if (exchange.index > 0) return;
      exchange.head();
      const chunk = Buffer.alloc(65_536, 'x');
      await exchange.write('data: ');
      while (exchange.bytes < cap * 1024 * 1024) if (!(await exchange.write(chunk))) return;
    },
    verdict: ({ exchanges: [first], problems }) => {
      const taken = `${Math.round((first?.bytes ?? 0) / 1024 / 1024)} MB`;
      if (problems.length > 0)
        return bad(`${taken}, ${problems[0].problem === 'uncaughtException' ? 'uncaught' : 'unhandled'}`);
      return first !== undefined && !first.isOpen ? { ok: true, measured: taken } : bad(`${taken}, no bound`);
    },
  },
];
