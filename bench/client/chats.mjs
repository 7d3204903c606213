import { median } from '../parsing/statistics.mjs';
import { oneByOne } from './running_subject.mjs';

/** Chats at a time. */
const atOnce = 10;

/**
 * Short answers, token by token: a client is begun and ended for each. A server says `[DONE]` and ends the answer a moment later.
 *
 * @param {import('./cells.mjs').Setting} setting
 * @returns {Promise<object[]>} a row for each client: of a chat, microseconds of CPU time and milliseconds; and connections for a hundred
 */
export async function runChats({ server, quick, ...setting }) {
  const count = quick ? 100 : 400;
  const rounds = quick ? 1 : 5;
  return oneByOne(setting, async (subject) => {
    const chats = [];
    // The first ones warm up.
    for (let round = -1; round < rounds; round++) {
      const { url, tokens } = await server.ask('chat', {});
      const cost = await subject.ask('chats', { url, tokens, count });
      if (cost === undefined) return {};
      const { connections } = await server.ask('chat connections', {});
      if (round >= 0) chats.push({ ...cost, connections });
    }
    return {
      cpu: median(chats.map(({ cpu }) => cpu / count)),
      time: median(chats.map(({ wall }) => (wall * atOnce) / count / 1e3)),
      connections: median(chats.map(({ connections }) => (connections * 100) / count)),
    };
  });
}

/**
 * In the subject's process.
 *
 * @param {import('./chat_clients.mjs').Chat} chat
 * @param {{ url: string, tokens: number, count: number }} chats
 * @returns {Promise<{ cpu: number, wall: number }>} microseconds
 */
export async function measureChats(chat, { url, tokens, count }) {
  let left = count;
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  const several = async () => {
    while (left-- > 0) {
      const events = await chat(url);
      if (!Number.isNaN(events) && events !== tokens) throw new Error(`got ${events} of ${tokens} tokens`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, several));
  const wall = (performance.now() - before) * 1e3;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpu: user + system, wall };
}
