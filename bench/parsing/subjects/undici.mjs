// A module of CommonJS, whose names not every runtime finds.
import eventSourceStream from 'undici/lib/web/eventsource/eventsource-stream.js';

/**
 * The stream inside its EventSource, written to directly, with a function of ours in the place of `push`: it then works as it
 * is written to, without a wait.
 * @type {import('../subject.mjs').Subject}
 */
export const undiciSubject = {
  name: 'undici',
  read(chunks, { listened }) {
    let events = 0;
    let checksum = 0;
    const stream = new eventSourceStream.EventSourceStream({
      eventSourceSettings: { lastEventId: '', origin: '', reconnectionTime: 0 },
      push({ type, options: { data, lastEventId } }) {
        if (listened !== undefined && type !== listened) return true;
        events++;
        checksum = (checksum + data.length * 31 + data.charCodeAt(data.length - 1)) | 0;
        if (lastEventId !== '') checksum = (checksum + lastEventId.length * 17 + lastEventId.charCodeAt(0)) | 0;
        if (type !== 'message') checksum = (checksum + type.length * 13 + type.charCodeAt(0)) | 0;
        return true;
      },
    });
    // It tells later too, to nobody: it refuses an event that came in more chunks than it holds.
    stream.on('error', () => undefined);
    for (const chunk of chunks) {
      stream.write(chunk);
      if (stream.errored !== null) throw stream.errored;
    }
    return { events, checksum };
  },
};
