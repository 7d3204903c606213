import { at, equal, ok } from '../../../support/expect.js';
import { type Answer, end, redirect, stream } from '../../../support/server_script.js';
import type { Cases } from '../case.js';

const statuses = [301, 302, 303, 307, 308];
const secrets = { 'x-api-key': 'k', authorization: 'Bearer t', 'x-other': 'o' };

/** Redirects, the origin after them, and what must not travel with them. */
export const redirectCases: Cases = {
  ...Object.fromEntries(
    statuses.map((status) => [
      `${status} is followed, and each reconnect asks the original URL again`,
      async (context) => {
        const target = await context.server.script(
          stream('retry: 1\nid: 1\ndata: a\n\n', end),
          stream('data: b\n\n', end),
        );
        const original = await context.server.repeat(redirect(status, new URL(target.url).pathname));
        const recording = context.record(original.url);
        await recording.closed();
        equal([recording.data, recording.source.url], [['a', 'b'], original.url]);
        equal((await original.requests()).length, 3, 'requests to the original URL');
        const requests = await target.requests();
        equal(
          requests.map(({ method, headers }) => [method, headers['accept'], headers['last-event-id']]),
          [
            ['GET', 'text/event-stream', undefined],
            ['GET', 'text/event-stream', '1'],
            ['GET', 'text/event-stream', '1'],
          ],
        );
      },
    ]),
  ),

  ...Object.fromEntries(
    statuses.map((status) => [
      `${status} to another origin: messages have that origin, and the caller's headers stay behind`,
      async (context) => {
        const target = await context.server.script(stream('retry: 1\ndata: a\n\n', end), stream('data: b\n\n', end));
        const original = await context.server.repeat(redirect(status, target.otherUrl));
        const headers = context.isBrowser ? secrets : { ...secrets, cookie: 'session=s' };
        const recording = context.record(original.url, { headers });
        await recording.closed();
        equal(
          recording.all('message').map(({ origin }) => origin),
          [context.server.otherOrigin, context.server.otherOrigin],
        );
        for (const { headers } of await target.requests()) {
          for (const name of [...Object.keys(secrets), 'cookie']) equal(headers[name], undefined, name);
          equal(headers['accept'], 'text/event-stream', 'accept');
        }
        equal(at(await original.requests(), 0).headers['x-api-key'], 'k', 'x-api-key at the original URL');
      },
    ]),
  ),

  'within the origin the headers of the caller go along': async (context) => {
    const target = await context.server.repeat(stream('data: a\n\n'));
    const original = await context.server.repeat(redirect(307, target.url));
    const recording = context.record(original.url, { headers: secrets });
    equal((await recording.next('message')).origin, context.server.origin);
    const { headers } = at(await target.requests(), -1);
    equal([headers['x-api-key'], headers['authorization'], headers['x-other']], ['k', 'Bearer t', 'o']);
  },

  'headers that stayed behind do not come back when a later redirect returns': async (context) => {
    const target = await context.server.repeat(stream('data: a\n\n'));
    const there = await context.server.repeat(redirect(302, target.url));
    const original = await context.server.repeat(redirect(302, there.otherUrl));
    const recording = context.record(original.url, { headers: secrets });
    await recording.next('message');
    // A browser does not show where a redirect leads on its way, only that it came back to its own origin.
    const requests = [...(await there.requests()), ...(context.isBrowser ? [] : await target.requests())];
    for (const { headers } of requests) {
      for (const name of Object.keys(secrets)) equal(headers[name], undefined, name);
    }
  },

  'all twenty redirects that fetch allows are followed': async (context) => {
    const target = await context.server.script(...redirects(20), stream('data: there\n\n'));
    equal((await context.record(target.url).next('message')).data, 'there');
    equal((await target.requests()).length, 21);
  },

  'redirects without end are given up': async (context) => {
    context.recordDelays({ stopped: [3000] });
    for (const headers of [undefined, { 'x-key': 'k' }]) {
      const target = await context.server.repeat(...redirects(1));
      const recording = context.record(target.url, { headers });
      const error = await recording.next('error');
      // A browser does not tell a page why fetch failed.
      equal([error.code, error.readyState], context.isBrowser ? ['ERR_SSE_NETWORK', 0] : ['ERR_SSE_REDIRECT', 2]);
      recording.source.close();
    }
  },

  'a redirect without a Location fails': async (context) => {
    for (const headers of [undefined, { 'x-key': 'k' }]) {
      const target = await context.server.repeat({ status: 302, steps: [end] });
      const error = await context.record(target.url, { headers }).next('error');
      equal([error.code, error.readyState], ['ERR_SSE_REDIRECT', 2], `the error with ${JSON.stringify(headers)}`);
    }
  },

  'a status that is like a redirect but none fails': async (context) => {
    for (const status of [300, 304, 305, 306]) {
      const target = await context.server.repeat(redirect(status, '/elsewhere'));
      const error = await context.record(target.url, { headers: { 'x-key': 'k' } }).next('error');
      equal([error.code, error.status, error.readyState], ['ERR_SSE_STATUS', status, 2]);
    }
  },

  'what the redirect leads to is checked as ever': async (context) => {
    const target = await context.server.repeat({ status: 404, steps: [end] });
    const original = await context.server.repeat(redirect(302, target.otherUrl));
    const error = await context.record(original.url).next('error');
    equal([error.code, error.status, error.readyState], ['ERR_SSE_STATUS', 404, 2]);
  },
};

/** Where the redirects of a POST can be followed: a page must not see where they lead. */
export const postRedirectCases: Cases = {
  ...Object.fromEntries(
    statuses.map((status) => [
      `POST and ${status}`,
      async (context) => {
        const target = await context.server.script(stream('data: a\n\n'));
        const original = await context.server.script(redirect(status, target.url));
        const headers = { 'content-type': 'application/json', 'x-api-key': 'k' };
        const recording = context.record(original.url, { method: 'POST', body: '{}', headers });
        await recording.next('message');
        const [request] = await target.requests();
        const seen = [request?.method, request?.body, request?.headers['content-type'], request?.headers['x-api-key']];
        const repeated = status === 307 || status === 308;
        equal(seen, repeated ? ['POST', '{}', 'application/json', 'k'] : ['GET', '', undefined, 'k']);
      },
    ]),
  ),

  'a POST that is led to another origin keeps its body and its type, and nothing else': async (context) => {
    const target = await context.server.script(stream('data: a\n\n'));
    const original = await context.server.script(redirect(307, target.otherUrl));
    const headers = { 'content-type': 'application/json', ...secrets };
    const recording = context.record(original.url, { method: 'POST', body: '{}', headers });
    await recording.next('message');
    const [request] = await target.requests();
    equal([request?.method, request?.body, request?.headers['content-type']], ['POST', '{}', 'application/json']);
    for (const name of Object.keys(secrets)) equal(request?.headers[name], undefined, name);
  },
};

/** Where they cannot. */
export const opaqueRedirectCases: Cases = {
  'the redirect of a POST is a failure that says so': async (context) => {
    const target = await context.server.repeat(stream('data: a\n\n'));
    const original = await context.server.repeat(redirect(307, target.url));
    const recording = context.record(original.url, { method: 'POST', body: '{}' });
    const error = await recording.next('error');
    equal([error.code, error.readyState], ['ERR_SSE_REDIRECT', 2]);
    ok((await target.requests()).length === 0, 'no request to the target');
  },
};

/** To the URL itself, each time with another query. */
function redirects(count: number): Answer[] {
  return Array.from({ length: count }, (_, index) => redirect(302, `?${index}`));
}
