import { LatencySink } from './latency_sink.mjs';
import { openSubjects } from './running_subject.mjs';
import { quantile } from './quantile.mjs';

/** Milliseconds from one event to the next. */
const interval = 2;

/**
 * How old an event is when the client hands it over, at a pace that it keeps up with easily.
 *
 * @param {import('./cells.mjs').Setting} setting
 * @returns {Promise<object[]>} a row for each subject: microseconds
 */
export async function runLatency({ server, quick, ...setting }) {
  const warmUp = quick ? 50 : 100;
  const events = quick ? 250 : 500;
  const rounds = quick ? 1 : 3;
  const running = await openSubjects(setting);
  try {
    const latencies = new Map(running.map(({ name }) => [name, /** @type {number[]} */ ([])]));
    for (let round = 0; round < rounds; round++) {
      for (const subject of running) {
        const stream = await server.ask('paced', { events: warmUp + events, interval });
        const ofRound = await subject.ask('latency', { ...stream, warmUp });
        latencies.get(subject.name)?.push(...(ofRound ?? []));
      }
    }
    return running.map(({ name, problem }) => {
      if (problem !== undefined) return { subject: name, problem };
      const [p50, p99, p999] = [0.5, 0.99, 0.999].map((share) => quantile(latencies.get(name) ?? [], share));
      return { subject: name, events: events * rounds, interval, p50, p99, p999 };
    });
  } finally {
    await Promise.all(running.map((subject) => subject.stop()));
  }
}

/**
 * In the subject's process.
 *
 * @param {import('./subjects.mjs').OpenStream} open
 * @param {{ url: string, types: readonly string[], warmUp: number, events: number, characters: number, bytes: number }} stream
 * @returns {Promise<number[]>} microseconds, for each event but those that warm up
 */
export async function measureLatency(open, { url, types, warmUp, ...expected }) {
  const sink = new LatencySink();
  const close = open(url, types, sink);
  try {
    await sink.reach(expected, expected.events * interval * 3 + 5_000);
    sink.check(expected);
    return sink.latencies.slice(warmUp);
  } finally {
    close();
  }
}
