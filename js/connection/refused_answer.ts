import type { ResponseError } from '../errors/response_error.js';
import { bodyExcerpt } from './body_excerpt.js';
import { Cancellation } from './cancellation.js';
import type { ChunkSource } from './chunk_source.js';
import { platformClock } from './clock.js';
import { queueTask } from './task_queue.js';
import { discard, isInUse } from './transport.js';

/** Stands for the body of an answer that is no event stream: whoever reads it is told so. */
export function refusedAnswer(error: ResponseError): ChunkSource {
  const { response } = error;
  const interrupt = new Cancellation();
  return {
    async read() {
      error.body = await bodyExcerpt(response, platformClock, interrupt);
      throw error;
    },
    async cancel() {
      interrupt.cancel();
      await discard(response);
    },
    release() {
      // Whoever catches the error may begin to read the body.
      queueTask(() => {
        if (!isInUse(response)) void discard(response);
      });
    },
  };
}
