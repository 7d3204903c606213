import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type ClientEventSource, createEventSource, type EventSourceError } from 'eventsource-wasm';
import { nodeFetch } from 'eventsource-wasm/node';
import { dataOf, eventStream, listen } from './loopback.js';

interface Wire {
  readonly origin: string;
  readonly server: Server;
  /** What has come over each connection. */
  readonly received: string[];
  close(): Promise<void>;
}

/** A server that says whatever the function has it say, when a request has come. */
async function wire(answer: (socket: Socket, request: number) => void): Promise<Wire> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createServer((socket) => {
    const place = received.push('') - 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      const text = `${received[place]}${bytes.toString('latin1')}`;
      received[place] = text;
      if (text.endsWith('\r\n\r\n')) answer(socket, requests++);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    received,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n';
const chunked = `${head}transfer-encoding: chunked\r\n\r\n`;

function open(url: string): ClientEventSource {
  return createEventSource({ url, fetch: nodeFetch(), finishOn: 'end', reconnect: false, onError: () => undefined });
}

async function failureOf(url: string): Promise<EventSourceError> {
  // What has come waits for somebody who wants it, and the end with it.
  const error = await open(url).onAny(() => undefined).closed;
  assert.ok(error !== undefined);
  return error;
}

describe('an answer is read', () => {
  const answers = {
    'in chunks': `${chunked}9\r\ndata: 1\n\n\r\n3\r\ndat\r\n6\r\na: 2\n\n\r\n0\r\n\r\n`,
    'by its size': `${head}content-length: 18\r\n\r\ndata: 1\n\ndata: 2\n\n`,
    'to the end of its connection': `${head}\r\ndata: 1\n\ndata: 2\n\n`,
    'behind hints': `HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${head}content-length: 18\r\n\r\ndata: 1\n\ndata: 2\n\n`,
  };
  for (const [how, answer] of Object.entries(answers)) {
    test(how, async () => {
      const server = await wire((socket) => void socket.end(answer));
      assert.deepEqual(await dataOf(open(server.origin)), ['1', '2']);
      await server.close();
    });

    test(`${how}, byte by byte`, async () => {
      const server = await wire((socket) => {
        socket.setNoDelay(true);
        void (async () => {
          for (const byte of answer) {
            socket.write(byte);
            await sleep(0);
          }
          socket.end();
        })();
      });
      assert.deepEqual(await dataOf(open(server.origin)), ['1', '2']);
      await server.close();
    });
  }
});

describe('an answer is no good', () => {
  const answers = {
    'that is not HTTP': 'SSH-2.0-OpenSSH\r\n\r\n',
    'whose head has no end': `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}`,
    'that switches protocols': 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n',
    'that breaks off in its head': 'HTTP/1.1 200',
    'that breaks off in a chunk': `${chunked}20\r\ndata: 1\n\n`,
    'that breaks off before the last chunk': `${chunked}9\r\ndata: 1\n\n\r\n`,
    'that breaks off before its size': `${head}content-length: 20\r\n\r\ndata: 1\n\n`,
    'whose chunks are none': `${chunked}9\r\ndata: 1\n\nx`,
  };
  for (const [what, answer] of Object.entries(answers)) {
    test(what, async () => {
      const server = await wire((socket) => void socket.end(answer, 'latin1'));
      const error = await failureOf(server.origin);
      assert.equal(error.code, 'ERR_SSE_NETWORK');
      assert.match(error.message, /fetch failed|terminated/);
      await server.close();
    });
  }
});

test('a request is one of HTTP/1.1', async () => {
  const server = await wire((socket) => void socket.end(`${head}\r\n`));
  await dataOf(open(`${server.origin}/path?a=b%20c#fragment`));
  const [line, ...fields] = (server.received[0] as string).split('\r\n');
  assert.equal(line, 'GET /path?a=b%20c HTTP/1.1');
  const sent = [
    'accept: text/event-stream',
    'accept-encoding: identity',
    'cache-control: no-cache',
    'user-agent: node',
  ];
  for (const field of [`host: ${server.origin.slice(7)}`, 'connection: keep-alive', ...sent]) {
    assert.ok(fields.includes(field), field);
  }
  await server.close();
});

describe('a connection is used again', () => {
  const whole = `${chunked}9\r\ndata: 1\n\n\r\n0\r\n\r\n`;

  async function connectionsOf(answer: (socket: Socket) => void): Promise<number> {
    const server = await wire(answer);
    for (let round = 0; round < 3; round++) {
      assert.deepEqual(await dataOf(open(server.origin)), ['1']);
      await sleep(20);
    }
    const { length } = server.received;
    await server.close();
    return length;
  }

  test('when its answer has come whole', async () => {
    assert.equal(await connectionsOf((socket) => void socket.write(whole)), 1);
  });

  test('but not when the server says that it closes it', async () => {
    const closing = whole.replace('\r\n', '\r\nconnection: close\r\n');
    assert.equal(await connectionsOf((socket) => void socket.write(closing)), 3);
  });

  test('but not when something stands behind the answer', async () => {
    assert.equal(await connectionsOf((socket) => void socket.write(`${whole}HTTP/1.1 200 OK\r\n\r\n`)), 3);
  });

  test('but not when something came that nobody asked for', async () => {
    const answer = (socket: Socket): void => {
      socket.write(whole);
      setTimeout(() => socket.write('HTTP/1.1 408 Request Timeout\r\n\r\n'), 5);
    };
    assert.equal(await connectionsOf(answer), 3);
  });

  test('but not when the server has closed it meanwhile', async () => {
    assert.equal(await connectionsOf((socket) => void socket.end(whole)), 3);
  });

  test('and not by two at a time', async () => {
    const server = await wire((socket, request) => {
      setTimeout(() => socket.write(whole), request === 0 ? 0 : 20);
    });
    await dataOf(open(server.origin));
    assert.deepEqual(await Promise.all([dataOf(open(server.origin)), dataOf(open(server.origin))]), [['1'], ['1']]);
    assert.equal(server.received.length, 2);
    await server.close();
  });
});

test('a pause stops the socket, and nothing is lost or overwritten', async () => {
  const count = 200_000;
  const server = await listen((_, response) => {
    response.writeHead(200, eventStream);
    let next = 0;
    const send = (): void => {
      while (next < count) if (!response.write(`data: ${next++}\n\n`)) break;
      if (next === count) response.end();
      else response.once('drain', send);
    };
    send();
  });
  const source = open(server.origin);
  let expected = 0;
  let wrong = 0;
  source.on('message', ({ data }) => {
    if (Number(data) !== expected++) wrong++;
    return expected % 20_000 === 0 ? sleep(5) : undefined;
  });
  const other = open(server.origin);
  let others = 0;
  other.on('message', ({ data }) => {
    if (Number(data) !== others++) wrong++;
  });
  await Promise.all([source.closed, other.closed]);
  assert.deepEqual([expected, others, wrong], [count, count, 0]);
  await server.close();
});

test('who closes within a handler gets nothing more', async () => {
  const server = await listen((_, response) => {
    response.writeHead(200, eventStream).write('data: 1\n\ndata: 2\n\n');
  });
  const source = open(server.origin);
  const data: string[] = [];
  source.on('message', (event) => {
    data.push(event.data);
    source.close();
  });
  await source.closed;
  await sleep(5);
  assert.deepEqual(data, ['1']);
  await server.close();
});

const name = Symbol.for(`undici.globalDispatcher.${Number.parseInt(process.versions['undici'] ?? '') >= 8 ? 2 : 1}`);
const dispatchers = globalThis as unknown as Record<symbol, { dispatch: (...all: object[]) => boolean }>;

test("a dispatcher that was set for all of Node is used, and Node's own is not", async () => {
  const server = await listen((_, response) => response.writeHead(200, eventStream).end('data: 1\n\n'));
  // Node makes its own with the first use of one of fetch's classes.
  new Response();
  const own = dispatchers[name] as (typeof dispatchers)[symbol];
  const { dispatch } = own;
  let asked = 0;
  const count = (...all: object[]): boolean => {
    asked++;
    return dispatch.apply(own, all);
  };
  try {
    await dataOf(open(server.origin));
    assert.equal(asked, 0);
    dispatchers[name] = { dispatch: count };
    await dataOf(open(server.origin));
    assert.equal(asked, 1);
    // As one composed with an interceptor.
    dispatchers[name] = new Proxy(own, {
      get: (from, key) => (key === 'dispatch' ? count : (Reflect.get(from, key) as unknown)),
    });
    await dataOf(open(server.origin));
    assert.equal(asked, 2);
  } finally {
    dispatchers[name] = own;
  }
  await server.close();
});

test("who watches undici's requests sees them", async () => {
  const server = await listen((_, response) => response.writeHead(200, eventStream).end('data: 1\n\n'));
  let seen = 0;
  const see = (): void => {
    seen++;
  };
  subscribe('undici:request:create', see);
  await dataOf(open(server.origin));
  unsubscribe('undici:request:create', see);
  await dataOf(open(server.origin));
  assert.equal(seen, 1);
  await server.close();
});

test("nothing of Node's fetch is loaded", async () => {
  const server = await listen((_, response) => response.writeHead(200, eventStream).end('data: 1\n\n'));
  const program = `
    import { createEventSource } from 'eventsource-wasm';
    import { nodeFetch } from 'eventsource-wasm/node';
    for await (const { data } of createEventSource({ url: '${server.origin}', fetch: nodeFetch(), finishOn: 'end' })) console.log(data);
    console.log(process.moduleLoadList.some((name) => name.includes('deps/undici/undici')));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  assert.equal(stdout, '1\nfalse\n');
  await server.close();
});
