// How trials are judged. `measured` is what the table shows where it is not ok.

export const ok = { ok: true, measured: 'ok' };
export const bad = (measured) => ({ ok: false, measured });

/** A library that lets errors of its own surface has failed, whatever else it did. */
export function unlessCrashed(judge) {
  return (trial) => {
    const [problem] = trial.problems;
    if (problem !== undefined) return bad(problem.problem === 'uncaughtException' ? 'uncaught' : 'unhandled');
    return judge(trial);
  };
}

export function requests(count) {
  return count === 1 ? '1 request' : `${count} requests`;
}

export function requestsAtMost(count) {
  return unlessCrashed(({ exchanges: { length } }) => {
    if (length === 0) return bad('no request');
    return length <= count ? ok : bad(requests(length));
  });
}

/** Types, data and, where they are given, IDs are these and no others. */
export function eventsAre(...expected) {
  return unlessCrashed(({ events }) => {
    const isRight =
      events.length === expected.length &&
      expected.every(({ type = 'message', data, id }, index) => {
        const event = events[index];
        return event.type === type && event.data === data && (id === undefined || (event.id ?? '') === id);
      });
    if (isRight) return ok;
    if (events.length !== expected.length) return bad(`${events.length} of ${expected.length} events`);
    return bad('wrong event');
  });
}

/** The second request has this `Last-Event-ID`, of which Node shows a character for each byte. */
export function resumesWith(lastEventId) {
  return unlessCrashed(({ exchanges: [, second] }) => {
    if (second === undefined) return bad('gives up');
    const sent = second.headers['last-event-id'];
    return sent === lastEventId ? ok : bad(sent === undefined ? 'no id' : `id ${JSON.stringify(sent)}`);
  });
}
