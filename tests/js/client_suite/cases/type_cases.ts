import { at, equal } from '../../../support/expect.js';
import { stream } from '../../../support/server_script.js';
import type { Cases } from '../../event_source/case.js';
import { Log } from '../log.js';
import { openSource } from '../source.js';

// Names of emitters' own events, of properties of objects, of wildcards elsewhere, and what is not ASCII.
const odd = [
  'error',
  'open',
  'end',
  'close',
  'abort',
  '*',
  'constructor',
  '__proto__',
  'toString',
  ' x',
  'größe',
  '価格',
];

/** A server may call its events anything. */
export const typeCases: Cases = {
  'every type has handlers of its own, and changes nothing else': async (context) => {
    const text = odd.map((type) => `event: ${type}\ndata: ${type}\n\n`).join('');
    const target = await context.server.script(stream(text, 'data: last\n\n'));
    const errors: unknown[] = [];
    const source = openSource(context, target.url, { onError: (error) => errors.push(error) });
    const named = new Log();
    const all = new Log();
    for (const type of [...odd, 'message']) source.on(type, (event) => named.add(`${type} ${event.type}`));
    source.onAny(({ type }) => all.add(type));
    equal(await all.of(odd.length + 1), [...odd, 'message']);
    equal(
      named.entries,
      [...odd, 'message'].map((type) => `${type} ${type}`),
    );
    equal([source.readyState, errors, (await target.requests()).length], ['open', [], 1]);
  },

  'a type without a handler reaches nobody but those of all types': async (context) => {
    const target = await context.server.script(
      stream('event: constructor\ndata: 1\n\nevent: a\ndata: 2\n\ndata: 3\n\n'),
    );
    const source = openSource(context, target.url);
    const log = new Log();
    source.on('*', () => log.add('*'));
    source.on('A', () => log.add('A'));
    source.onAny(({ data }) => log.add(data));
    equal(await log.of(3), ['1', '2', '3']);
  },

  'a handler of an odd type is removed like any other': async (context) => {
    const target = await context.server.script(
      stream('event: __proto__\ndata: 1\n\nevent: __proto__\ndata: 2\n\n: end\n\n'),
    );
    const log = new Log();
    const source = openSource(context, target.url, { onComment: log.add });
    const handler = ({ data }: { data: unknown }): void => {
      log.add(String(data));
      source.off('__proto__', handler);
    };
    source.on('__proto__', handler);
    await log.has(' end'.trim());
    equal(log.entries, ['1', 'end']);
  },

  'an event says what the stream said': async (context) => {
    const target = await context.server.script(
      stream('id: 7\ndata: one\ndata: two\n\nevent: message\ndata\n\nevent: price\nid\ndata: 3\n\n'),
    );
    const log = new Log<unknown>();
    openSource(context, target.url, { onMessage: log.add });
    equal(await log.of(3), [
      { type: 'message', data: 'one\ntwo', rawData: 'one\ntwo', id: '7', lastEventId: '7', event: undefined },
      { type: 'message', data: '', rawData: '', id: undefined, lastEventId: '7', event: 'message' },
      { type: 'price', data: '3', rawData: '3', id: '', lastEventId: '', event: 'price' },
    ]);
  },

  'an ID counts although nobody listens to its event': async (context) => {
    const target = await context.server.script(
      stream('event: x\nid: 5\ndata: 1\n\n', { end: true }),
      stream('data: 2\n\n'),
    );
    const source = openSource(context, target.url);
    const log = new Log();
    source.on('message', ({ lastEventId }) => log.add(lastEventId));
    equal(await log.of(1), ['5']);
    equal(at(await target.requests(2), 1).headers['last-event-id'], '5');
  },

  'ten thousand events of one chunk come in order': async (context) => {
    const numbers = Array.from({ length: 10_000 }, (_, index) => String(index));
    const target = await context.server.script(stream(numbers.map((number) => `data: ${number}\n\n`).join('')));
    const log = new Log();
    openSource(context, target.url, { onMessage: ({ data }) => log.add(data) });
    equal(await log.of(numbers.length), numbers);
  },
};
