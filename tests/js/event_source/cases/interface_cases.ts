import { EventSource, type EventSourceInit, InvalidOptionError } from 'eventsource-wasm';
import { equal, ok, thrownBy } from '../../../support/expect.js';
import { stream } from '../../../support/server_script.js';
import type { Cases } from '../case.js';

const attributes = ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror'];

/** The shape that Web IDL gives the interface, and the constructor's arguments. */
export const interfaceCases: Cases = {
  'the constants stand on the class, the prototype and so on instances': () => {
    for (const [name, value] of Object.entries({ CONNECTING: 0, OPEN: 1, CLOSED: 2 })) {
      for (const holder of [EventSource, EventSource.prototype]) {
        const descriptor = Object.getOwnPropertyDescriptor(holder, name);
        equal(descriptor, { value, writable: false, enumerable: true, configurable: false }, name);
      }
    }
  },

  'constants of an instance': (context) => {
    const source = context.idle();
    equal([source.CONNECTING, source.OPEN, source.CLOSED], [0, 1, 2]);
    ok(Object.keys(source).length === 0, 'an instance to have no enumerable properties of its own');
  },

  'attributes and close() are enumerable and stand on the prototype': (context) => {
    const names: string[] = [];
    for (const name in context.idle()) names.push(name);
    for (const name of [...attributes, 'close']) ok(names.includes(name), `${name} to be enumerable`);
    for (const name of attributes) {
      const descriptor = Object.getOwnPropertyDescriptor(EventSource.prototype, name);
      equal([typeof descriptor?.get, descriptor?.configurable], ['function', true], name);
      equal(typeof descriptor?.set, name.startsWith('on') ? 'function' : 'undefined', `the setter of ${name}`);
    }
  },

  'an attribute read from another object throws a TypeError': () => {
    for (const name of attributes) {
      ok(thrownBy(() => Reflect.get(EventSource.prototype, name)) instanceof TypeError, `a TypeError for ${name}`);
    }
  },

  'it is an EventTarget with its own string tag, name and number of arguments': (context) => {
    const source = context.idle();
    ok(source instanceof EventTarget, 'an EventTarget');
    equal(Object.prototype.toString.call(source), '[object EventSource]');
    equal([EventSource.name, EventSource.length, EventSource.prototype.close.length], ['EventSource', 1, 0]);
  },

  'without an argument, or without new, the constructor throws a TypeError': () => {
    const constructor = EventSource as unknown as (...args: unknown[]) => unknown;
    ok(thrownBy(() => Reflect.construct(EventSource, [])) instanceof TypeError, 'a TypeError without an argument');
    ok(thrownBy(() => constructor('http://127.0.0.1/')) instanceof TypeError, 'a TypeError without new');
  },

  'what is no URL is a SyntaxError': () => {
    for (const url of ['http://a:b:c/', 'https://', 'http://127.0.0.1:99999/', 'http://[::1/']) {
      const error = thrownBy(() => new EventSource(url), `for ${url}`);
      ok(error instanceof DOMException, `a DOMException for ${url}`);
      equal(error.name, 'SyntaxError');
    }
  },

  'the URL is given back as it was parsed': async (context) => {
    const target = await context.server.script();
    const written = `${target.url.replace('http:', 'HTTP:')}/./a b?c#d`;
    const source = context.open(written);
    equal(source.url, `${target.url}/a%20b?c#d`);
    source.close();
    equal(source.url, `${target.url}/a%20b?c#d`, 'the url after close()');
  },

  'a URL object, or any object with a toString, is taken as its string': async (context) => {
    const target = await context.server.script(stream('data: x\n\n'));
    const recording = context.record(new URL(target.url));
    equal(recording.source.url, target.url);
    await recording.next('message');
    const stringifier = { toString: () => target.url } as unknown as string;
    equal(context.open(stringifier).url, target.url);
  },

  'readyState is CONNECTING at first': async (context) => {
    const target = await context.server.script(stream());
    equal(context.open(target.url).readyState, 0);
  },

  'withCredentials is false unless it is given': (context) => {
    const signal = AbortSignal.abort();
    const open = (init: object): boolean => context.open('http://127.0.0.1/', { signal, ...init }).withCredentials;
    equal([open({}), open({ withCredentials: false }), open({ withCredentials: undefined })], [false, false, false]);
    equal([open({ withCredentials: true }), open({ withCredentials: 1 })], [true, true]);
  },

  'what withCredentials was converted to is what fetch is told': async (context) => {
    const seen: (RequestCredentials | undefined)[] = [];
    const fetch = (_url: string, init: RequestInit): Promise<Response> => {
      seen.push(init.credentials);
      return Promise.resolve(new Response(null, { status: 204 }));
    };
    for (const withCredentials of [false, true, 1 as unknown as boolean]) {
      await context.record('http://127.0.0.1/', { fetch, withCredentials }).closed();
    }
    equal(seen, ['same-origin', 'include', 'include']);
  },

  'undefined and null are an empty dictionary, what is no object is a TypeError': (context) => {
    const construct = (init: unknown): EventSource => context.open('http://127.0.0.1/', init as EventSourceInit);
    for (const init of [undefined, null, () => undefined]) construct(init).close();
    for (const init of [1, 'x', true]) ok(thrownBy(() => construct(init)) instanceof TypeError, 'a TypeError');
  },

  'an option that cannot work is refused at once, and named': (context) => {
    const wrong: readonly [string, object][] = [
      ['fetch', { fetch: 'fetch' }],
      ['signal', { signal: {} }],
      ['signal', { signal: true }],
      ['headers', { headers: { 'not a token': 'x' } }],
      ['headers', { headers: { 'x-key': 'line\nline' } }],
      ['method', { method: 'NOT A TOKEN' }],
      ['method', { method: '' }],
      ['method', { method: 1 }],
      ['method', { method: 'TRACE' }],
      ['method', { method: 'connect' }],
      ['body', { body: 'x' }],
      ['body', { method: 'GET', body: 'x' }],
      ['body', { method: 'head', body: 'x' }],
      ...[0, -1, 1.5, Number.NaN, '5', null].map((maxEventSize): [string, object] => [
        'maxEventSize',
        { maxEventSize },
      ]),
    ];
    for (const [option, init] of wrong) {
      const error = thrownBy(() => context.open('http://127.0.0.1/', init), `for ${JSON.stringify(init)}`);
      ok(error instanceof InvalidOptionError && error instanceof TypeError, `a TypeError for ${JSON.stringify(init)}`);
      equal([error.code, error.option], ['ERR_SSE_INVALID_OPTION', option]);
      ok(error.message.includes(option), 'the message to name the option');
    }
  },
};
