import { filesProblem } from './open_files.mjs';
import { oneByOne } from './running_subject.mjs';

/**
 * Many streams in one process, at an event a second each.
 *
 * @param {import('./cells.mjs').Setting} setting
 * @returns {Promise<object[]>} a row for each number of streams and subject: bytes a stream, microseconds an event
 */
export async function runStreams({ server, quick, ...setting }) {
  const rows = [];
  for (const count of quick ? [200] : [1_000, 5_000]) {
    const ofCount = await oneByOne(setting, async (subject) => {
      subject.problem ??= filesProblem(count);
      const seconds = quick ? 1 : 3;
      const retry = 1_000;
      const gathering = await server.ask('gathering', { retry });
      const opened = await subject.ask('open streams', { ...gathering, retry, count });
      const events = count * seconds;
      await subject.ask('watch', { events, bytes: events * gathering.tick });
      if (subject.problem === undefined) await server.ask('tick', { seconds });
      const watched = await subject.ask('watched');
      if (watched === undefined) return {};
      const { before, after } = opened;
      return {
        resident: (after.resident - before.resident) / count,
        held: (after.held - before.held) / count,
        cpu: watched.cpu / events,
      };
    });
    rows.push(...ofCount.map((row) => ({ streams: count, ...row })));
  }
  return rows;
}
