// The server of all cells, in a process of its own, so that its CPU time is nobody's.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { answerParent } from './answers.mjs';
import { ChatAnswers } from './chat_answers.mjs';
import { prepareFlood } from './flood_bytes.mjs';
import { Gathering } from './gathering.mjs';
import { stamp } from './latency_sink.mjs';

/** @typedef {import('node:http').ServerResponse} ServerResponse */

/** @type {Map<string, { type: string, send: (response: ServerResponse) => void }>} */
const paths = new Map();

const server = createServer((request, response) => {
  const path = paths.get(request.url ?? '');
  if (path === undefined) {
    response.writeHead(404).end();
    return;
  }
  request.resume();
  response.writeHead(200, { 'content-type': path.type, 'cache-control': 'no-store' });
  response.flushHeaders();
  path.send(response);
});
// Thousands connect at once.
server.listen({ port: 0, host: '127.0.0.1', backlog: 8192 });
await once(server, 'listening');
const origin = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;

const chatAnswers = new ChatAnswers();
const gathering = new Gathering();
serve('/gathering', (response) => gathering.join(response));

answerParent({
  /** Everything at once, as fast as the client takes it. */
  flood(parameters) {
    const { pieces, ...contents } = prepareFlood(parameters);
    return { url: serve('/flood', (response) => void pour(response, pieces)), ...contents };
  },

  /** So many events, each with the time at which it was sent, at equal distances. */
  paced({ events, interval }) {
    const padding = 'x'.repeat(200);
    const url = serve('/paced', (response) => {
      let left = events;
      const timer = setInterval(() => {
        response.write(`data: ${stamp()} ${padding}\n\n`);
        if (--left === 0) clearInterval(timer);
      }, interval);
      response.on('close', () => clearInterval(timer));
    });
    const characters = stamp().length + 1 + padding.length;
    return { url, types: ['message'], events, characters: events * characters, bytes: events * (characters + 8) };
  },

  chat: () => ({ url: serve('/chat', (response) => chatAnswers.send(response)), tokens: chatAnswers.tokens }),
  'chat connections': () => ({ connections: chatAnswers.takeConnections() }),

  gathering: (parameters) => ({ url: `${origin}/gathering`, types: ['message'], ...gathering.reset(parameters) }),
  tick: (parameters) => gathering.tick(parameters),
  drop: () => gathering.drop(),

  /** What a browser loads. */
  page({ script }) {
    serve('/package.js', (response) => response.end(script), 'text/javascript');
    return { url: serve('/page', (response) => response.end('<!doctype html><title>Bench</title>'), 'text/html') };
  },
});

/**
 * @param {string} path
 * @param {(response: ServerResponse) => void} send
 * @returns {string} its address
 */
function serve(path, send, type = 'text/event-stream') {
  paths.set(path, { type, send });
  return `${origin}${path}`;
}

/**
 * @param {ServerResponse} response whose head has been sent
 * @param {readonly Uint8Array[]} pieces bytes of its body, in chunks of HTTP already
 */
async function pour(response, pieces) {
  const { socket } = response;
  for (const piece of pieces) {
    if (socket === null || socket.destroyed) return;
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {});
  }
}
