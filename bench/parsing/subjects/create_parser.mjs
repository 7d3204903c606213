import { createParser } from '../../../dist/faces/create_parser.js';

/** @type {import('../subject.mjs').Subject} */
export const createParserSubject = {
  name: 'createParser',
  read(chunks, { listened }) {
    let events = 0;
    let checksum = 0;
    const parser = createParser({
      onEvent({ id, event, data }) {
        if (listened !== undefined && event !== listened) return;
        events++;
        checksum = (checksum + data.length * 31 + data.charCodeAt(data.length - 1)) | 0;
        if (id !== undefined) checksum = (checksum + id.length * 17 + id.charCodeAt(0)) | 0;
        if (event !== undefined) checksum = (checksum + event.length * 13 + event.charCodeAt(0)) | 0;
      },
    });
    for (const chunk of chunks) parser.feed(chunk);
    return { events, checksum };
  },
};
