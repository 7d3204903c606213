import type { SourceEvent } from '../faces/event_source_options.js';

export type EventFormat = (event: SourceEvent) => string;

/** An event stream again: what a parser reads out of it is what was there. */
export const asEventStream: EventFormat = ({ event, id, rawData }) => {
  const lines = rawData.split('\n').map((line) => `data: ${line}`);
  if (id !== undefined) lines.unshift(`id: ${id}`);
  if (event !== undefined) lines.unshift(`event: ${event}`);
  return `${lines.join('\n')}\n\n`;
};

export const asJson: EventFormat = ({ type, rawData, id, lastEventId }) =>
  `${JSON.stringify({ type, data: rawData, id, lastEventId })}\n`;

export const asData: EventFormat = ({ rawData }) => `${rawData}\n`;

/** Text of a server for a terminal, which would obey it: control characters are written out, but for line ends and tabs. */
export function forTerminal(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
