// The server of all cells, in a process of its own, so that its CPU time is nobody's.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { answerParent } from './answers.mjs';
import { prepareFlood } from './flood_bytes.mjs';

/** @type {Map<string, (response: import('node:http').ServerResponse) => void>} */
const paths = new Map();

const server = createServer((request, response) => {
  const send = paths.get(request.url ?? '');
  if (send === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  send(response);
});
// Thousands connect at once.
server.listen({ port: 0, host: '127.0.0.1', backlog: 8192 });
await once(server, 'listening');
const origin = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;

answerParent({
  /** Everything at once, as fast as the client takes it. */
  flood(parameters) {
    const { pieces, ...contents } = prepareFlood(parameters);
    paths.set('/flood', (response) => void pour(response, pieces));
    return { url: `${origin}/flood`, ...contents };
  },
});

/**
 * @param {import('node:http').ServerResponse} response whose head has been sent
 * @param {readonly Uint8Array[]} pieces bytes of its body, in chunks of HTTP already
 */
async function pour(response, pieces) {
  const { socket } = response;
  if (socket === null) return;
  for (const piece of pieces) {
    if (socket.destroyed) return;
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {});
  }
}
