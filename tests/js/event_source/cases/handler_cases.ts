import type { EventSource } from 'eventsource-wasm';
import { equal, ok } from '../../../support/expect.js';
import type { Cases } from '../case.js';

type Handler = ((event: Event) => unknown) | null;

/** HTML standard, "Event handlers": `onopen`, `onmessage` and `onerror`, and their place among the listeners. */
export const handlerCases: Cases = {
  'a handler attribute is null at first, and gives back what was set': (context) => {
    const source = context.idle();
    for (const name of ['onopen', 'onmessage', 'onerror'] as const) {
      equal(source[name], null, name);
      const handler = (): void => undefined;
      source[name] = handler;
      ok(source[name] === handler, `${name} to be what was set`);
      source[name] = null;
      equal(source[name], null, name);
    }
  },

  'each handler hears its own event, with the EventSource as this': (context) => {
    const source = context.idle();
    const calls: unknown[] = [];
    function handler(this: unknown, event: Event): void {
      calls.push([event.type, this === source, event.target === source]);
    }
    Object.assign(source, { onopen: handler, onmessage: handler, onerror: handler });
    for (const type of ['open', 'message', 'error', 'other']) source.dispatchEvent(new Event(type));
    equal(calls, [
      ['open', true, true],
      ['message', true, true],
      ['error', true, true],
    ]);
  },

  'a handler is called in its turn among the listeners': (context) => {
    const { source, log, calls } = logged(context.idle());
    source.addEventListener('message', log('first'));
    source.onmessage = log('handler');
    source.addEventListener('message', log('last'));
    equal(calls(), ['first', 'handler', 'last']);
  },

  'another handler keeps the place': (context) => {
    const { source, log, calls } = logged(context.idle());
    source.onmessage = log('old');
    source.addEventListener('message', log('listener'));
    source.onmessage = log('new');
    equal(calls(), ['new', 'listener']);
  },

  'null removes a handler, and another one then goes to the end': (context) => {
    const { source, log, calls } = logged(context.idle());
    source.onmessage = log('handler');
    source.addEventListener('message', log('listener'));
    source.onmessage = null;
    equal(calls(), ['listener']);
    source.onmessage = log('again');
    equal(calls(), ['listener', 'again']);
  },

  'a function that is handler and listener is called twice': (context) => {
    const { source, log, calls } = logged(context.idle());
    const both = log('both');
    source.onmessage = both;
    source.addEventListener('message', both);
    source.addEventListener('message', both);
    equal(calls(), ['both', 'both']);
    source.removeEventListener('message', both);
    equal(calls(), ['both']);
  },

  'an object is kept and never called, and has a place': (context) => {
    const { source, log, calls } = logged(context.idle());
    const object = { handleEvent: log('object') };
    source.onmessage = object as unknown as Handler;
    ok((source.onmessage as unknown) === object, 'the object to be given back');
    source.addEventListener('message', log('listener'));
    equal(calls(), ['listener']);
    source.onmessage = log('handler');
    equal(calls(), ['handler', 'listener']);
  },

  'what is neither object nor function is null': (context) => {
    const { source, log, calls } = logged(context.idle());
    for (const value of [undefined, 1, 'log()', true, Symbol('x')]) {
      source.onmessage = log('handler');
      source.onmessage = value as unknown as Handler;
      equal(source.onmessage, null, `onmessage after ${String(value)}`);
    }
    equal(calls(), []);
  },

  'a handler that returns false cancels an event that can be cancelled': (context) => {
    const source = context.idle();
    const dispatch = (cancelable: boolean): boolean => source.dispatchEvent(new Event('open', { cancelable }));
    source.onopen = () => false;
    equal([dispatch(true), dispatch(false)], [false, true]);
    source.onopen = () => 0;
    equal(dispatch(true), true);
  },

  'a handler that is taken away while its event is dispatched is not called': (context) => {
    const { source, log, calls } = logged(context.idle());
    source.addEventListener('message', () => {
      source.onmessage = null;
    });
    source.onmessage = log('handler');
    equal(calls(), []);
  },

  'listeners may be objects, and once, capture and a signal do what they do elsewhere': (context) => {
    const { source, log, calls } = logged(context.idle());
    const controller = new AbortController();
    source.addEventListener('message', { handleEvent: log('object') });
    source.addEventListener('message', log('once'), { once: true });
    source.addEventListener('message', log('signal'), { signal: controller.signal });
    source.addEventListener('message', null);
    equal(calls(), ['object', 'once', 'signal']);
    controller.abort();
    equal(calls(), ['object']);
  },
};

/** Names listeners, and tells which of them a `message` reaches. */
function logged(source: EventSource): {
  source: EventSource;
  log: (name: string) => () => void;
  calls: () => string[];
} {
  const names: string[] = [];
  return {
    source,
    log: (name) => () => {
      names.push(name);
    },
    calls: () => {
      source.dispatchEvent(new Event('message'));
      return names.splice(0);
    },
  };
}
