import { floor } from '../names.mjs';

/** Decodes the same bytes once, and calls an empty function an event. @type {import('../subject.mjs').Subject} */
export const floorSubject = {
  name: floor,
  read(chunks, { blocks }) {
    let characters = 0;
    let calls = 0;
    const decoder = new TextDecoder();
    const listener = () => {
      calls++;
    };
    for (const chunk of chunks) characters += decoder.decode(chunk, { stream: true }).length;
    for (let i = 0; i < blocks; i++) listener();
    return { events: characters > 0 ? calls : 0, checksum: undefined };
  },
};
