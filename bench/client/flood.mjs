import { Sink } from './sink.mjs';
import { median } from '../parsing/statistics.mjs';
import { openSubjects } from './running_subject.mjs';

const writes = [1, 10, 50];

/**
 * As many events as the client takes, each time from the beginning of a stream, in a process that has read some before: that is how a
 * service lives. What a client's first event costs is a cell of its own (`bench/start`).
 *
 * @param {import('./cells.mjs').Setting} setting
 * @returns {Promise<object[]>} a row for each input, size of a write, and subject: microseconds an event
 */
export async function runFlood({ server, quick, ...setting }) {
  const floodInputs = quick ? ['OpenAI chat'] : ['OpenAI chat', 'ticks'];
  const events = quick ? 20_000 : 30_000;
  const rounds = quick ? 3 : 7;
  const warmUps = quick ? 2 : 3;
  const running = await openSubjects(setting);
  const rows = [];
  try {
    for (const input of floodInputs) {
      for (const eventsPerWrite of writes) {
        const costs = new Map(running.map(({ name }) => [name, /** @type {{ cpu: number, wall: number }[]} */ ([])]));
        for (let round = -warmUps; round < rounds; round++) {
          const seed = round + warmUps + 1;
          const flood = await server.ask('flood', { input, events, eventsPerWrite, seed });
          for (let turn = 0; turn < running.length; turn++) {
            const subject = running[(turn + seed) % running.length];
            const cost = await subject?.ask('flood', flood);
            if (round >= 0 && cost !== undefined) costs.get(subject.name)?.push(cost);
          }
        }
        for (const { name, problem } of running) {
          /** @param {'cpu' | 'wall'} clock */
          const of = (clock) => median((costs.get(name) ?? []).map((cost) => cost[clock] / events));
          const cost = problem === undefined ? { cpu: of('cpu'), wall: of('wall') } : { problem };
          rows.push({ input, eventsPerWrite, subject: name, ...cost });
        }
      }
    }
  } finally {
    await Promise.all(running.map((subject) => subject.stop()));
  }
  return rows;
}

/**
 * In the subject's process.
 *
 * @param {import('./subjects.mjs').OpenStream} open
 * @param {{ url: string, types: readonly string[], events: number, characters: number, bytes: number }} flood
 * @returns {Promise<{ cpu: number, wall: number }>} microseconds
 */
export async function measureFlood(open, { url, types, ...expected }) {
  const sink = new Sink();
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  const close = open(url, types, sink);
  try {
    await sink.reach(expected, 20_000);
    const wall = (performance.now() - before) * 1e3;
    const { user, system } = process.cpuUsage(cpuBefore);
    sink.check(expected);
    return { cpu: user + system, wall };
  } finally {
    close();
    // The socket is gone before the next one is measured.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
