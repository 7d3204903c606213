import { median } from './statistics.mjs';
import { within } from './patience.mjs';
import { Sink } from './sink.mjs';
import { openSubjects } from './subject_processes.mjs';

const writes = [1, 10, 50];

/**
 * As many events as the client takes, each time from the beginning of a stream.
 *
 * @param {import('./cells.mjs').Setting} setting
 * @returns {Promise<object[]>} a row for each input, size of a write, and subject: microseconds an event
 */
export async function runFlood({ server, quick, ...setting }) {
  const floodInputs = quick ? ['LLM tokens'] : ['LLM tokens', 'ticks'];
  const events = quick ? 10_000 : 20_000;
  const rounds = quick ? 3 : 7;
  const warmUps = quick ? 1 : 2;
  const rows = [];
  const running = await openSubjects(setting);
  try {
    for (const input of floodInputs) {
      for (const eventsPerWrite of writes) {
        const costs = new Map(running.map(({ name }) => [name, /** @type {{ cpu: number, wall: number }[]} */ ([])]));
        for (let round = -warmUps; round < rounds; round++) {
          const seed = round + warmUps + 1;
          const flood = await server.ask('flood', { input, events, eventsPerWrite, seed });
          for (let turn = 0; turn < running.length; turn++) {
            const subject = running[(turn + round + warmUps) % running.length];
            const cost = await subject.ask('flood', flood);
            if (round >= 0 && cost !== undefined) costs.get(subject.name)?.push(cost);
          }
        }
        for (const { name, problem } of running) {
          const samples = costs.get(name) ?? [];
          const of = (clock) => median(samples.map((sample) => sample[clock] / events));
          rows.push({
            input,
            eventsPerWrite,
            subject: name,
            ...(problem ? { problem } : { cpu: of('cpu'), wall: of('wall') }),
          });
        }
      }
    }
  } finally {
    await Promise.all(running.map((subject) => subject.stop()));
  }
  return rows;
}

/**
 * @param {import('./subjects.mjs').OpenStream} open
 * @param {{ url: string, types: readonly string[], events: number, characters: number, bytes: number }} flood
 * @returns {Promise<{ cpu: number, wall: number }>} microseconds
 */
export async function measureFlood(open, { url, types, events, characters, bytes }) {
  globalThis.gc?.();
  const sink = new Sink({ events, bytes });
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  const close = open(url, types, sink);
  try {
    const end = await within(
      sink.finished.then(() => ({ wall: (performance.now() - before) * 1e3, ...process.cpuUsage(cpuBefore) })),
      20_000,
      () => `${sink.events} of ${events} events`,
    );
    if (sink.bytes !== bytes && (sink.events !== events || sink.characters !== characters)) {
      throw new Error(`${sink.characters} of ${characters} characters in ${sink.events} of ${events} events`);
    }
    return { cpu: end.user + end.system, wall: end.wall };
  } finally {
    close();
    // The socket is gone before the next one is measured.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
