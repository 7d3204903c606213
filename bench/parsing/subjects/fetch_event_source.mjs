import { getLines, getMessages } from '@microsoft/fetch-event-source/lib/cjs/parse.js';

/**
 * Its parser without the loop around `reader.read()` that comes before it (`getBytes`). A block without data is a message
 * to it, which its users have to recognise.
 * @type {import('../subject.mjs').Subject}
 */
export const fetchEventSourceSubject = {
  name: 'fetch-event-source',
  rereads: true,
  read(chunks, { listened }) {
    let events = 0;
    let checksum = 0;
    const ignore = () => undefined;
    const onMessage = getMessages(ignore, ignore, ({ id, event, data }) => {
      if (data === '' || (listened !== undefined && event !== listened)) return;
      events++;
      checksum = (checksum + data.length * 31 + data.charCodeAt(data.length - 1)) | 0;
      if (id !== '') checksum = (checksum + id.length * 17 + id.charCodeAt(0)) | 0;
      if (event !== '') checksum = (checksum + event.length * 13 + event.charCodeAt(0)) | 0;
    });
    const onChunk = getLines(onMessage);
    for (const chunk of chunks) onChunk(chunk);
    return { events, checksum };
  },
};
