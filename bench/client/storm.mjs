import { filesProblem } from './open_files.mjs';
import { oneByOne } from './running_subject.mjs';
import { median } from '../parsing/statistics.mjs';

/** Milliseconds, for all subjects. */
const retry = 100;

/**
 * All streams of a process break off at once, and come back.
 *
 * @param {import('./cells.mjs').Setting} setting
 * @returns {Promise<object[]>} a row for each subject: milliseconds until all are back, and of CPU time
 */
export async function runStorm({ server, quick, ...setting }) {
  const count = quick ? 200 : 1_000;
  const rounds = quick ? 1 : 7;
  const warmUps = quick ? 1 : 2;
  return oneByOne(setting, async (subject) => {
    subject.problem ??= filesProblem(count);
    const gathering = await server.ask('gathering', { retry });
    await subject.ask('open streams', { ...gathering, retry, count });
    const storms = [];
    for (let round = -warmUps; round < rounds; round++) {
      await subject.ask('watch', { events: count, bytes: count * gathering.first });
      if (subject.problem !== undefined) return {};
      const begin = await server.ask('drop');
      const watched = await subject.ask('watched');
      if (watched === undefined) return {};
      if (round >= 0) storms.push({ time: Number(BigInt(watched.end) - BigInt(begin)) / 1e6, cpu: watched.cpu / 1e3 });
    }
    return {
      streams: count,
      retry,
      time: median(storms.map(({ time }) => time)),
      cpu: median(storms.map(({ cpu }) => cpu)),
    };
  });
}
