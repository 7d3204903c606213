import { EventStreamParser } from 'eventsource-wasm';
import { createParser } from 'eventsource-wasm/parser';
import type { Cell } from './streams.js';

export { provideWasm } from 'eventsource-wasm';

/** The bytes of a stream, cut anywhere. */
export type Push = (chunk: Uint8Array) => void;

/** What has been read of all events, so that no part of them is left out. */
export const read = { events: 0, length: 0 };

function take({ data, event, id }: { data: string; event?: string | undefined; id?: string | undefined }): void {
  read.events++;
  read.length += data.length + (event?.length ?? 0) + (id?.length ?? 0);
}

/** The streams whose events a face hears, used as it is here. */
export function heardBy(face: string, cells: readonly Cell[]): Cell[] {
  return cells.filter(({ hasManyTypes }) => face === 'createParser' || !hasManyTypes);
}

/** The faces that parse and do nothing else, each with a parser of its own a call. */
export const faces: Readonly<Record<string, () => Push>> = {
  createParser: () => {
    const parser = createParser({ onEvent: take });
    return (chunk) => {
      parser.feed(chunk);
    };
  },
  EventStreamParser: () => {
    const parser = new EventStreamParser();
    for (const type of ['message', 'tick']) {
      parser.on(type, ({ type, data, id }) => {
        take({ data, event: type, id });
      });
    }
    return (chunk) => {
      parser.push(chunk);
    };
  },
};
