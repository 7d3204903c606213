import type { IncomingMessage, ServerResponse } from 'node:http';
import { toBytes } from './chunks.js';
import { Pause } from './pause.js';
import { type Fault, headFields, isFault, type replyTo, type Step, stepsOf } from './script.js';

/** Plays one reply to its end, or until the client has gone. */
export async function play(
  reply: Awaited<ReturnType<typeof replyTo>>,
  { socket }: IncomingMessage,
  response: ServerResponse,
  moreFields: Readonly<Record<string, string>>,
): Promise<void> {
  if (isFault(reply)) {
    breakOff(socket, reply);
  } else {
    const fields = Object.fromEntries([['cache-control', 'no-store'], ...headFields(reply)]);
    response.writeHead(reply.status ?? 200, { ...moreFields, ...fields });
    response.flushHeaders();
    await playBody(stepsOf(reply), socket, response);
  }
}

async function playBody(
  steps: AsyncGenerator<Step, void, undefined>,
  socket: IncomingMessage['socket'],
  response: ServerResponse,
): Promise<void> {
  const gone = new Promise<'gone'>((resolve) => {
    response.once('close', () => {
      resolve('gone');
    });
  });
  for (;;) {
    const next = await Promise.race([steps.next(), gone]);
    if (next === 'gone') {
      // It may be waiting for something that never happens.
      void steps.return();
      return;
    }
    if (next.done === true) {
      response.end();
      return;
    }
    const step = next.value;
    if (isFault(step)) {
      breakOff(socket, step);
      return;
    }
    if (step instanceof Pause) await Promise.race([step.reach(), gone]);
    else await written(response, toBytes(step));
  }
}

function breakOff(socket: IncomingMessage['socket'], { fault }: Fault): void {
  if (fault === 'drop') socket.destroy();
  else if (fault === 'reset') socket.resetAndDestroy();
}

/** Resolves when the chunk has been handed to the system, or the client has gone. */
function written(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    response.write(chunk, () => {
      resolve();
    });
  });
}
