import { ServerSentEventTransformStream } from 'parse-sse';

/**
 * To be had as a transform stream of text only: the chunks come from a stream that has them ready, and the streams between are
 * part of the cost.
 * @type {import('../subject.mjs').Subject}
 */
export const parseSseSubject = {
  name: 'parse-sse (stream)',
  rereads: true,
  async read(chunks, { listened }) {
    let events = 0;
    let checksum = 0;
    let next = 0;
    const decoder = new TextDecoder();
    const source = new ReadableStream({
      pull(controller) {
        if (next < chunks.length) controller.enqueue(decoder.decode(chunks[next++], { stream: true }));
        else controller.close();
      },
    });
    const reader = source.pipeThrough(new ServerSentEventTransformStream()).getReader();
    for (let result = await reader.read(); !result.done; result = await reader.read()) {
      const { lastEventId, type, data } = result.value;
      if (listened !== undefined && type !== listened) continue;
      events++;
      checksum = (checksum + data.length * 31 + data.charCodeAt(data.length - 1)) | 0;
      if (lastEventId !== '') checksum = (checksum + lastEventId.length * 17 + lastEventId.charCodeAt(0)) | 0;
      if (type !== 'message') checksum = (checksum + type.length * 13 + type.charCodeAt(0)) | 0;
    }
    return { events, checksum };
  },
};
