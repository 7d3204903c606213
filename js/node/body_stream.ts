import { BodyPump } from '../connection/body_pump.js';
import { type DirectBody, readDirectly } from '../connection/body_reader.js';
import type { IncomingBody } from '../connection/incoming_body.js';

/** A body as the stream that a response has; the connection takes the short way past it. */
export function bodyStream(body: IncomingBody): ReadableStream<Uint8Array<ArrayBuffer>> {
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => pull(body, controller),
      cancel: () => {
        body.cancel();
      },
    },
    { highWaterMark: 0 },
  );
  const direct: DirectBody = {
    [readDirectly]: (reading) => {
      // Nobody else may read it from now on.
      stream.getReader();
      return new BodyPump(body, reading).run();
    },
  };
  return Object.assign(stream as ReadableStream<Uint8Array<ArrayBuffer>>, direct);
}

async function pull(body: IncomingBody, controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
  let chunk: Uint8Array | undefined;
  while ((chunk = body.take()) === undefined && body.ending === undefined) {
    await new Promise<void>((resolve) => {
      body.reader = { readable: resolve };
    });
  }
  // A copy: what was taken is not for keeping.
  if (chunk !== undefined) controller.enqueue(new Uint8Array(chunk));
  else if (body.ending?.failure !== undefined) controller.error(body.ending.failure());
  else controller.close();
}
