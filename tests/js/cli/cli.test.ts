import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseEventStream } from 'eventsource-wasm';
import { startServer, type TestServer } from '../../support/server.js';
import { ServerClient } from '../../support/server_client.js';
import { destroy, end, stream, wait } from '../../support/server_script.js';
import { collect } from '../streams/sources.js';
import { Command, run } from './command.js';

let server: TestServer;
let client: ServerClient;
let folder: string;

before(async () => {
  server = await startServer();
  client = await ServerClient.connect(server.origin);
  folder = mkdtempSync(join(tmpdir(), 'eventsource-wasm-'));
});

after(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

const body = 'id: 1\ndata: a\ndata: b\n\n: x\nevent: add\ndata: é\n\ndata: [DONE]\n\nevent: stop\ndata: c\n\n';

describe('events are printed', () => {
  test('as an event stream that yields the same events', async () => {
    const { url } = await client.script(stream(body, end));
    const { code, stdout, stderr } = await run(url, '--end');
    assert.deepEqual([code, stderr], [0, '']);
    const [printed, sent] = await Promise.all([stdout, body].map((text) => collect(parseEventStream(text))));
    assert.deepEqual(printed, sent);
  });

  test('as lines of JSON', async () => {
    const { url } = await client.script(stream(body, end));
    const { stdout } = await run('--json', '--end', url);
    const events = stdout.trim().split('\n');
    assert.equal(events.length, 4);
    assert.deepEqual(
      events.slice(0, 2).map((line) => JSON.parse(line) as unknown),
      [
        { type: 'message', data: 'a\nb', id: '1', lastEventId: '1' },
        { type: 'add', data: 'é', lastEventId: '1' },
      ],
    );
  });

  test('as nothing but their data, of some types, and so many', async () => {
    const { url } = await client.repeat(stream(body, end));
    assert.equal((await run('--data-only', '--end', url)).stdout, 'a\nb\né\n[DONE]\nc\n');
    assert.equal((await run('--data-only', '--end', '--event', 'add', '--event', 'stop', url)).stdout, 'é\nc\n');
    assert.equal((await run('--data-only', '--event=message', '--count=2', url)).stdout, 'a\nb\n[DONE]\n');
  });

  test('as they come', async () => {
    const target = await client.script(stream('data: 1\n\n', wait, 'data: 2\n\n', end));
    const command = new Command(['--data-only', '--end', target.url]);
    await command.printed('1\n');
    await target.release();
    assert.equal((await command.outcome()).stdout, '1\n2\n');
  });
});

describe('it ends', () => {
  test('at an event with certain data, which is not printed', async () => {
    const target = await client.script(stream(body));
    assert.deepEqual(await run('--data-only', '--until', '[DONE]', target.url), {
      code: 0,
      stdout: 'a\nb\né\n',
      stderr: '',
    });
    await target.gone();
  });

  test('after an event of a certain type', async () => {
    const { url } = await client.script(stream(body));
    const { code, stdout } = await run('--data-only', '--until-event', 'add', '--until-event', 'stop', url);
    assert.deepEqual([code, stdout], [0, 'a\nb\né\n']);
  });

  test('with 2 when the stream ends otherwise and is not to be asked for again', async () => {
    const { url } = await client.script(stream('data: 1\n\n', end));
    const { code, stdout, stderr } = await run('--data-only', '--until', '[DONE]', '--no-reconnect', url);
    assert.deepEqual([code, stdout], [2, '1\n']);
    assert.match(stderr, /ERR_SSE_STREAM_ENDED/);
  });

  test('with 2 after so many failures in a row', async () => {
    const failing = { status: 503, headers: { 'retry-after': '0' }, steps: [end] };
    const target = await client.repeat(failing);
    const { code, stderr } = await run('--max-attempts', '2', target.url);
    assert.equal(code, 2);
    assert.match(stderr, /ERR_SSE_GAVE_UP/);
    assert.equal((await target.requests()).length, 2);
  });

  test('with 3 and what the server says when that is no event stream', async () => {
    const refusal = {
      status: 401,
      headers: { 'content-type': 'text/plain' },
      steps: [{ write: 'no key\u001b[2J' }, end],
    };
    const { url } = await client.repeat(refusal);
    const { code, stdout, stderr } = await run(url);
    assert.deepEqual([code, stdout], [3, '']);
    assert.match(stderr, /401/);
    // The terminal must not obey the server.
    assert.match(stderr, /no key\\u001b\[2J/);
    assert.deepEqual(await run('-q', url), { code: 3, stdout: '', stderr: '' });
  });

  test('with 4 when a time is over', async () => {
    const { url } = await client.repeat({ instead: 'silence' });
    for (const option of ['--deadline=50ms', '--connect-timeout=50ms']) {
      const { code, stderr } = await run(option, '--no-reconnect', url);
      assert.equal(code, 4, option);
      assert.match(stderr, /ERR_SSE_(DEADLINE|CONNECT_TIMEOUT)/);
    }
    const quiet = await client.script(stream('data: 1\n\n'));
    assert.equal((await run('--idle-timeout', '0.05', '--no-reconnect', quiet.url)).code, 4);
  });

  test('with 130 when it is interrupted, and lets go of the connection', async () => {
    const target = await client.script(stream('data: 1\n\n'));
    const command = new Command([target.url]);
    await command.printed('data: 1');
    command.process.kill('SIGINT');
    const { code, stderr } = await command.outcome();
    assert.deepEqual([code, stderr], [130, '']);
    await target.gone();
  });

  test('with 143 when it is terminated while it waits to ask again', async () => {
    const target = await client.script(stream('retry: 60000\ndata: 1\n\n', end));
    const command = new Command(['--json', target.url]);
    await command.printed('"1"');
    command.process.kill('SIGTERM');
    assert.equal((await command.outcome()).code, 143);
  });

  test('without a word when nobody reads what it prints', async () => {
    const target = await client.script(stream('data: 1\n\n', wait, 'data: 2\n\n', wait, 'data: 3\n\n'));
    const command = new Command([target.url]);
    await command.printed('data: 1');
    command.leave();
    await target.release();
    await target.release();
    const { code, stderr } = await command.outcome();
    assert.deepEqual([code, stderr], [0, '']);
  });

  test('with 1 when it is used in a wrong way, and tells what is wrong', async () => {
    const { url } = await client.script();
    const wrong: [message: RegExp, ...args: string[]][] = [
      [/address/],
      [/address/, url, url],
      [/"localhost:80"/, 'localhost:80'],
      [/--bogus/, '--bogus', url],
      [/--count.*"0"/, '--count=0', url],
      [/--deadline.*"soon"/, '--deadline=soon', url],
      [/--header.*"bad name"/, '-H', 'bad name: secret', url],
      [/--json.*--data-only/, '--json', '--data-only', url],
      [/body/, '-X', 'GET', '-d', 'x', url],
      [/missing\.json/, '-d', `@${join(folder, 'missing.json')}`, url],
      [/recording/, '--record', join(folder, 'missing', 'file'), url],
    ];
    for (const [message, ...args] of wrong) {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual([code, stdout], [1, ''], args.join(' '));
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /secret|at .*\.js/);
    }
  });

  test('after it told about itself', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    assert.deepEqual(await run('--version'), { code: 0, stdout: `${version}\n`, stderr: '' });
    const { code, stdout } = await run('--help');
    assert.equal(code, 0);
    assert.match(stdout, /^Usage: eventsource-wasm/);
  });
});

describe('the request', () => {
  test('is a GET with the headers that are given', async () => {
    const target = await client.script(stream(end));
    await run('-H', 'X-Key: a: b', '--header', 'accept-language:de', '--last-event-id', '7', '--end', target.url);
    const [request] = await target.requests();
    assert.equal(request?.method, 'GET');
    const { headers } = request;
    assert.deepEqual([headers['x-key'], headers['accept-language'], headers['last-event-id']], ['a: b', 'de', '7']);
  });

  test('with a body is a POST, of JSON if it is JSON', async () => {
    const file = join(folder, 'body.json');
    writeFileSync(file, '{"stream": true}');
    const target = await client.repeat(stream(end));
    await run('-d', 'a=1', '--end', target.url);
    await run('-d', `@${file}`, '--end', target.url);
    await new Command(['-X', 'PUT', '-d', '-', '-H', 'Content-Type: text/plain', '--end', target.url], '{}').outcome();
    const requests = await target.requests();
    assert.deepEqual(
      requests.map(({ method, headers, body: sent }) => [method, headers['content-type'], sent]),
      [
        ['POST', 'application/x-www-form-urlencoded', 'a=1'],
        ['POST', 'application/json', '{"stream": true}'],
        ['PUT', 'text/plain', '{}'],
      ],
    );
  });

  test('is made again when the stream is lost, from where it was', async () => {
    const target = await client.script(stream('retry: 1\nid: 1\ndata: 1\n\n', destroy), stream('data: 2\n\n'));
    const { code, stdout, stderr } = await run('--data-only', '--count', '2', '--verbose', target.url);
    assert.deepEqual([code, stdout], [0, '1\n2\n']);
    const requests = await target.requests();
    assert.deepEqual(
      requests.map(({ headers }) => headers['last-event-id']),
      [undefined, '1'],
    );
    assert.match(stderr, /connecting.*attempt 1\n.*open: 200.*\n.*lost:.*\n.*connecting.*attempt 2\n[^]*closed/);
  });

  test('begins where the last run ended, when the place is kept in a file', async () => {
    const file = join(folder, 'place');
    const target = await client.repeat(stream('id: 1\ndata: 1\n\nid: 2\ndata: 2\n\nid: 3\ndata: 3\n\n'));
    for (let i = 0; i < 2; i++) assert.equal((await run('--resume', file, '--count', '2', target.url)).code, 0);
    const requests = await target.requests();
    assert.deepEqual(
      requests.map(({ headers }) => headers['last-event-id']),
      [undefined, '2'],
    );
    writeFileSync(file, 'something else');
    assert.equal((await run('--resume', file, target.url)).code, 5);
  });
});

test('comments are told when everything is', async () => {
  const { url } = await client.script(stream(': still here\ndata: 1\n\n', end));
  assert.match((await run('-v', '--end', url)).stderr, /^: still here$/m);
});
