import { createParser as createPeerParser } from 'eventsource-parser';
import { EventStreamParser } from '../dist/index.js';
import { createParser } from '../dist/faces/create_parser.js';

/**
 * Something that reads a stream.
 * @typedef {object} Subject
 * @property {string} name
 * @property {(chunks: readonly Uint8Array[], stream: StreamShape) => Reading} read
 */

/**
 * @typedef {object} StreamShape
 * @property {readonly string[]} types
 * @property {number} events
 */

/**
 * What a subject read. Every listener takes the length of each field and a character out of it, which no engine can know
 * without having made the string; two subjects that read the same events have the same checksum.
 * @typedef {object} Reading
 * @property {number} events
 * @property {number | undefined} checksum undefined when the subject does not parse
 */

// Each subject has a listener of its own, written out: one that all share would see objects of several shapes, and the engine
// would make it slower for all of them by an amount that depends on who else is measured.

/** @type {readonly Subject[]} */
export const subjects = [
  {
    name: 'createParser',
    read(chunks) {
      let events = 0;
      let checksum = 0;
      const parser = createParser({
        onEvent({ id, event, data }) {
          events++;
          checksum = (checksum + data.length * 31 + data.charCodeAt(data.length - 1)) | 0;
          if (id !== undefined) checksum = (checksum + id.length * 17 + id.charCodeAt(0)) | 0;
          if (event !== undefined) checksum = (checksum + event.length * 13 + event.charCodeAt(0)) | 0;
        },
      });
      for (const chunk of chunks) parser.feed(chunk);
      return { events, checksum };
    },
  },
  {
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
  },
  {
    name: 'eventsource-parser 4',
    read(chunks) {
      let events = 0;
      let checksum = 0;
      const decoder = new TextDecoder();
      const parser = createPeerParser({
        onEvent({ id, event, data }) {
          events++;
          checksum = (checksum + data.length * 31 + data.charCodeAt(data.length - 1)) | 0;
          if (id !== undefined) checksum = (checksum + id.length * 17 + id.charCodeAt(0)) | 0;
          if (event !== undefined) checksum = (checksum + event.length * 13 + event.charCodeAt(0)) | 0;
        },
      });
      for (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }));
      return { events, checksum };
    },
  },
  {
    name: 'floor',
    read(chunks, { events }) {
      let characters = 0;
      let calls = 0;
      const decoder = new TextDecoder();
      const listener = () => {
        calls++;
      };
      for (const chunk of chunks) characters += decoder.decode(chunk, { stream: true }).length;
      for (let i = 0; i < events; i++) listener();
      return { events: characters > 0 ? calls : 0, checksum: undefined };
    },
  },
];
