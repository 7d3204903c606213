import { at, equal, ok } from '../../../support/expect.js';
import { type Answer, end, redirect, stream } from '../../../support/server_script.js';
import type { CaseContext, Cases } from '../case.js';

/** URLs relative to a page or worker, cookies and CORS. */
export const browserCases: Cases = {
  'a relative URL is resolved': async (context) => {
    const target = await context.server.script(stream('data: 1\n\n'));
    const { pathname } = new URL(target.url);
    const recording = context.record(`${pathname}?a`);
    equal(recording.source.url, `${target.url}?a`);
    await recording.next('message');
    equal(context.open('x/../y', { signal: AbortSignal.abort() }).url, new URL('y', location.href).href);
    equal(context.open('', { signal: AbortSignal.abort() }).url, location.href.replace(/#.*/, ''));
  },

  'another origin is asked without cookies': async (context) => {
    const name = await setCookie(context);
    const target = await context.server.repeat(stream('data: 1\n\n'));
    equal((await context.record(target.otherUrl).next('message')).origin, context.server.otherOrigin);
    const { headers } = at(await target.requests(), 0);
    ok(!(headers['cookie'] ?? '').includes(name), 'no cookie');
    equal(headers['origin'], context.server.origin);
  },

  'and with them, with withCredentials': async (context) => {
    const name = await setCookie(context);
    const target = await context.server.repeat(stream('data: 1\n\n'));
    await context.record(target.otherUrl, { withCredentials: true }).next('message');
    ok((at(await target.requests(), 0).headers['cookie'] ?? '').includes(name), 'the cookie');
  },

  'the own origin is asked with cookies': async (context) => {
    const name = await setCookie(context);
    const target = await context.server.repeat(stream('data: 1\n\n'));
    await context.record(target.url).next('message');
    ok((at(await target.requests(), 0).headers['cookie'] ?? '').includes(name), 'the cookie');
  },

  'another origin that does not let the page in is a lost connection': async (context) => {
    context.recordDelays({ hurried: [3000] });
    const answer: Answer = { ...stream('data: 1\n\n', end), cors: 'none' };
    const target = await context.server.repeat(answer);
    const recording = context.record(target.otherUrl);
    await recording.next('error', 2);
    recording.source.close();
    equal(
      recording.entries.map(({ type, code, readyState }) => [type, code, readyState]),
      [
        ['error', 'ERR_SSE_NETWORK', 0],
        ['error', 'ERR_SSE_NETWORK', 0],
      ],
    );
  },

  'so is one that lets it in without credentials only, with withCredentials': async (context) => {
    context.recordDelays({ stopped: [3000] });
    const target = await context.server.repeat({ ...stream('data: 1\n\n'), cors: 'any' });
    const refused = context.record(target.otherUrl, { withCredentials: true });
    equal((await refused.next('error')).code, 'ERR_SSE_NETWORK');
    equal((await context.record(target.otherUrl).next('message')).data, '1');
  },

  'a redirect to an origin that does not let the page in is a lost connection': async (context) => {
    context.recordDelays({ stopped: [3000] });
    const target = await context.server.repeat({ ...stream('data: 1\n\n'), cors: 'none' });
    const original = await context.server.repeat(redirect(302, target.otherUrl));
    const error = await context.record(original.url).next('error');
    equal([error.code, error.readyState], ['ERR_SSE_NETWORK', 0]);
  },

  'Last-Event-ID and headers of the caller reach another origin that allows them': async (context) => {
    const target = await context.server.script(stream('retry: 1\nid: 7\ndata: 1\n\n', end));
    await context.record(target.otherUrl, { headers: { 'x-key': 'k' } }).closed();
    equal(
      (await target.requests()).map(({ headers }) => [headers['x-key'], headers['last-event-id']]),
      [
        ['k', undefined],
        ['k', '7'],
      ],
    );
  },
};

/** What only a document has. */
export const pageCases: Cases = {
  'a base element is obeyed': (context) => {
    const base = document.createElement('base');
    base.href = 'http://stand-in.test/folder/';
    document.head.append(base);
    try {
      equal(context.open('x', { signal: AbortSignal.abort() }).url, 'http://stand-in.test/folder/x');
    } finally {
      base.remove();
    }
  },
};

let cookies = 0;

/** Sets a cookie that no other case has; to its name. Cookies do not tell ports apart, so that both origins have it. */
async function setCookie(context: CaseContext): Promise<string> {
  const name = `cookie-${Date.now()}-${++cookies}`;
  const target = await context.server.script({ headers: { 'set-cookie': `${name}=1; Path=/` }, steps: [end] });
  await (await fetch(target.url)).text();
  return name;
}
