import { at, equal, ok } from '../../../support/expect.js';
import { stream } from '../../../support/server_script.js';
import type { Cases } from '../../event_source/case.js';
import { Log } from '../log.js';
import { numbered, openSource } from '../source.js';

/** What handlers throw stops nobody else. */
export const handlerErrorCases: Cases = {
  'what handlers throw, or reject with, is reported as the platform reports it': async (context) => {
    const errors = context.captureErrors();
    const target = await context.server.script(stream(numbered(3)));
    const source = openSource(context, target.url);
    const log = new Log();
    source.on('message', ({ data }) => {
      if (data === '1') throw new Error('thrown');
    });
    source.on('message', async ({ data }) => {
      await Promise.resolve();
      if (data === '2') throw new Error('rejected');
    });
    source.onAny(({ data }) => log.add(data));
    equal(await log.of(3), ['1', '2', '3']);
    await context.settle();
    equal([errors.map(String), source.readyState], [['Error: thrown', 'Error: rejected'], 'open']);
  },

  'onHandlerError gets them instead, with the event': async (context) => {
    const errors = context.captureErrors();
    const target = await context.server.script(stream(numbered(2)));
    const log = new Log<unknown[]>();
    const source = openSource(context, target.url, {
      onHandlerError: (error, { data, type }) => log.add([error, type, data]),
    });
    source.on('message', ({ data }) => {
      if (data === '1') throw new TypeError('thrown');
      return Promise.reject(new RangeError('rejected'));
    });
    const [first, second] = await log.of(2);
    ok(first?.[0] instanceof TypeError && second?.[0] instanceof RangeError, 'the errors as they were thrown');
    equal(
      [first.slice(1), second.slice(1)],
      [
        ['message', '1'],
        ['message', '2'],
      ],
    );
    await context.settle();
    equal(errors, []);
  },

  'what onHandlerError throws is reported, and the stream goes on': async (context) => {
    const errors = context.captureErrors();
    const target = await context.server.script(stream(numbered(2)));
    const log = new Log();
    const source = openSource(context, target.url, {
      onHandlerError: () => {
        throw new Error('thrown by onHandlerError');
      },
    });
    source.on('message', ({ data }) => {
      log.add(data);
      throw new Error('thrown');
    });
    await log.of(2);
    await context.settle();
    equal(errors.map(String), ['Error: thrown by onHandlerError', 'Error: thrown by onHandlerError']);
  },

  'once is over also for a handler that throws': async (context) => {
    const target = await context.server.script(stream(numbered(2)));
    const log = new Log();
    const source = openSource(context, target.url, { onHandlerError: (error) => log.add(String(error)) });
    source.once('message', ({ data }) => Promise.reject(new Error(data)));
    source.onAny(({ data }) => log.add(data));
    equal(await log.of(3), ['1', 'Error: 1', '2']);
  },

  'onMessage is a handler: what it throws is reported, and it stops nobody': async (context) => {
    const errors = context.captureErrors();
    const target = await context.server.script(stream(numbered(2)));
    const log = new Log();
    const source = openSource(context, target.url, {
      onMessage: () => {
        throw new Error('thrown by onMessage');
      },
    });
    source.onAny(({ data }) => log.add(data));
    equal(await log.of(2), ['1', '2']);
    await context.settle();
    equal(errors.length, 2, 'the number of errors');
  },

  'an event whose handler failed is not stored, and neither is one behind it': async (context) => {
    const target = await context.server.script(stream(numbered(3)));
    const stored: string[] = [];
    const store = { get: () => undefined, set: (_key: string, id: string) => void stored.push(id) };
    const log = new Log();
    const source = openSource(context, target.url, { store, onHandlerError: () => undefined });
    source.on('message', ({ data }) => {
      log.add(data);
      if (data === '2') throw new Error('thrown');
    });
    await log.of(3);
    await context.settle();
    equal(at(stored, -1), '1');
    source.commit('3');
    await context.settle();
    equal(at(stored, -1), '3');
  },
};
