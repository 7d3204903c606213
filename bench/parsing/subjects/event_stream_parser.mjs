import { EventStreamParser } from '../../../dist/index.js';

/** @type {import('../subject.mjs').Subject} */
export const eventStreamParserSubject = {
  name: 'EventStreamParser',
  read(chunks, { types }) {
    let events = 0;
    let checksum = 0;
    const parser = new EventStreamParser();
    for (const type of types) {
      parser.on(type, ({ id, type: event, data }) => {
        events++;
        checksum = (checksum + data.length * 31 + data.charCodeAt(data.length - 1)) | 0;
        if (id !== undefined) checksum = (checksum + id.length * 17 + id.charCodeAt(0)) | 0;
        if (event !== 'message') checksum = (checksum + event.length * 13 + event.charCodeAt(0)) | 0;
      });
    }
    for (const chunk of chunks) parser.push(chunk);
    parser.delete();
    return { events, checksum };
  },
};
