import { equal, ok } from '../../../support/expect.js';
import { end, stream, wait } from '../../../support/server_script.js';
import type { Cases } from '../case.js';

/** What is dispatched for what the server sends. */
export const messageCases: Cases = {
  'a message has data, origin and lastEventId': async (context) => {
    const target = await context.server.script(stream('id: 7\ndata: one\ndata: two\n\ndata\n\n'));
    const recording = context.record(target.url);
    const second = await recording.next('message', 2);
    const first = await recording.next('message');
    equal([first.data, first.origin, first.lastEventId], ['one\ntwo', context.server.origin, '7']);
    equal([second.data, second.lastEventId], ['', '7']);
    ok(first.event instanceof MessageEvent, 'a MessageEvent');
    const { type, source, ports, bubbles, cancelable } = first.event;
    equal([type, source, ports.length, bubbles, cancelable], ['message', null, 0, false, false]);
  },

  'a message can be dispatched again, by another target': async (context) => {
    const target = await context.server.script(stream('id: 7\ndata: one\n\n'));
    const { event } = await context.record(target.url).next('message');
    const other = new EventTarget();
    const heard: unknown[] = [];
    other.addEventListener('message', (again) => {
      heard.push(again === event, again.target === other, again.eventPhase, (again as MessageEvent).data);
      again.stopImmediatePropagation();
    });
    other.addEventListener('message', () => heard.push('stopped'));
    equal(other.dispatchEvent(event), true);
    equal(heard, [true, true, Event.AT_TARGET, 'one']);
    const names: string[] = [];
    for (const name in event) names.push(name);
    ok(
      ['data', 'origin', 'lastEventId', 'source', 'ports', 'type', 'target'].every((name) => names.includes(name)),
      'its attributes are enumerable',
    );
  },

  'the event field names the type': async (context) => {
    const target = await context.server.script(
      stream(
        'event: price\ndata: 1\n\nevent: message\ndata: 2\n\nevent:\ndata: 3\n\nevent: unheard\ndata: 4\n\ndata: 5\n\n',
      ),
    );
    const recording = context.record(target.url, {}, 'price');
    await recording.next('message', 3);
    equal(
      recording.entries.map(({ type, data }) => [type, data]),
      [
        ['open', undefined],
        ['price', '1'],
        ['message', '2'],
        ['message', '3'],
        ['message', '5'],
      ],
    );
    ok(
      recording.all('price').every(({ event }) => event instanceof MessageEvent),
      'MessageEvents',
    );
  },

  'types that are names of properties, or not ASCII, are types like any other': async (context) => {
    const types = ['__proto__', 'constructor', 'toString', ' x', 'größe', '価格', 'a:b'];
    const text = types.map((type) => `event: ${type}\ndata: ${type}\n\n`).join('');
    const target = await context.server.script(stream(text, 'data: end\n\n'));
    const recording = context.record(target.url, {}, ...types);
    await recording.next('message');
    equal(recording.data, [...types, 'end']);
    equal(recording.types, ['open', ...types, 'message']);
  },

  'a type is compared with its case': async (context) => {
    const target = await context.server.script(stream('event: Price\ndata: 1\n\nevent: price\ndata: 2\n\n'));
    equal((await context.record(target.url, {}, 'price').next('price')).data, '2');
  },

  'events named open and error are messages, and change nothing': async (context) => {
    const target = await context.server.script(stream('event: error\ndata: e\n\nevent: open\ndata: o\n\ndata: m\n\n'));
    const recording = context.record(target.url);
    await recording.next('message');
    equal(
      recording.entries.map(({ type, data, readyState, code }) => [type, data, readyState, code]),
      [
        ['open', undefined, 1, undefined],
        ['error', 'e', 1, undefined],
        ['open', 'o', 1, undefined],
        ['message', 'm', 1, undefined],
      ],
    );
    ok(
      recording.all('error').every(({ event }) => event instanceof MessageEvent),
      'a MessageEvent',
    );
    equal((await target.requests()).length, 1, 'the number of requests');
  },

  'the event named close, and others that sound like a command, are messages': async (context) => {
    const target = await context.server.script(stream('event: close\ndata: 1\n\nevent: abort\ndata: 2\n\n'));
    const recording = context.record(target.url, {}, 'close', 'abort');
    await recording.next('abort');
    equal([recording.data, recording.source.readyState], [['1', '2'], 1]);
  },

  'comments, and blocks without data, are no events': async (context) => {
    const target = await context.server.script(
      stream(': hello\n\nevent: message\n\nid: 1\n\nretry: 5\n\nunknown: field\n\n\n\ndata: only\n\n'),
    );
    const recording = context.record(target.url);
    await recording.next('message');
    equal(recording.types, ['open', 'message']);
    equal(recording.data, ['only']);
  },

  'a listener that is added when the stream is open hears its type': async (context) => {
    const target = await context.server.script(stream('data: now\n\n', wait, 'event: late\ndata: x\n\n'));
    const recording = context.record(target.url);
    await recording.next('message');
    const heard = new Promise<MessageEvent<string>>((resolve) => {
      recording.source.addEventListener('late', resolve);
    });
    await target.release();
    equal((await heard).data, 'x');
  },

  'a listener that is added in an event hears the next one of the same chunk': async (context) => {
    const target = await context.server.script(stream('event: a\ndata: 1\n\nevent: b\ndata: 2\n\ndata: end\n\n'));
    const recording = context.record(target.url);
    const heard: string[] = [];
    recording.source.addEventListener('a', () => {
      recording.source.addEventListener('b', ({ data }) => heard.push(data));
    });
    await recording.next('message');
    equal(heard, ['2']);
  },

  'a listener that is added in open hears the first event': async (context) => {
    const target = await context.server.script(stream('event: a\ndata: 1\n\n'));
    const source = context.open(target.url);
    const heard = new Promise<MessageEvent<string>>((resolve) => {
      source.onopen = () => {
        source.addEventListener('a', resolve);
      };
    });
    equal((await heard).data, '1');
  },

  'a listener that is removed hears nothing more': async (context) => {
    const target = await context.server.script(stream('event: a\ndata: 1\n\nevent: a\ndata: 2\n\ndata: end\n\n'));
    const recording = context.record(target.url);
    const heard: string[] = [];
    const listener = ({ data }: MessageEvent<string>): void => {
      heard.push(data);
      recording.source.removeEventListener('a', listener);
    };
    recording.source.addEventListener('a', listener);
    await recording.next('message');
    equal(heard, ['1']);
  },

  'an id counts even in an event that nobody listens to': async (context) => {
    const target = await context.server.script(stream('retry: 1\n\nevent: x\nid: 5\ndata: 1\n\ndata: 2\n\n', end));
    const recording = context.record(target.url);
    equal((await recording.next('message')).lastEventId, '5');
    equal((await target.requests(2)).at(1)?.headers['last-event-id'], '5');
  },
};
