import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Delivery, type Fault, type Journal, journalEvent } from '../../support/server_journal.js';

/** The same lives at every run, unless the environment names another seed; fast-check prints it when a property fails. */
export const seed = Number(process.env['SEED'] ?? 20_260_101);

/** Faults after which every client asks again. */
const lost: readonly Fault[] = ['end', 'destroy', 'reset', 'reset before the head', 'drop before the head'];
/** Faults that only a watchdog sees. */
const silent: readonly Fault[] = ['silence', 'silence before the head'];
/** Answers after which an `EventSource` gives up, and a client with a policy does not. */
const refused: readonly Fault[] = [
  { status: 429, retryAfter: 2 },
  { status: 500 },
  { status: 503 },
  { status: 503, retryAfter: 7 },
];

export interface ServerModelOptions {
  readonly refuses: boolean;
  /** Whether the server resumes exactly, or repeats some events. */
  readonly exact: boolean;
  /** Whether every byte of the framing is Node's; the other faults need sockets. */
  readonly sockets?: boolean;
}

/** Journals with a fault for each of up to eight connections, wherever in the bytes it strikes. */
export function anyJournal({ refuses, exact, sockets = false }: ServerModelOptions): fc.Arbitrary<Journal> {
  const faults = [...lost, ...silent, ...(refuses ? refused : []), ...(sockets ? (['bad framing'] as const) : [])];
  const delivery: fc.Arbitrary<Delivery> = fc.record(
    { bytes: fc.nat({ max: 300 }), chunkSize: fc.integer({ min: 1, max: 64 }), then: fc.constantFrom(...faults) },
    { requiredKeys: ['then'] },
  );
  return fc.record({
    events: fc.nat({ max: 30 }),
    plan: fc.array(delivery, { maxLength: 8 }),
    finally: fc.constant('no content' as const),
    overlap: exact ? fc.constant(0) : fc.integer({ min: 1, max: 4 }),
    retry: fc.integer({ min: 0, max: 5000 }),
  });
}

export interface Heard {
  readonly id: string;
  readonly data: string;
}

/** Every event came, in order, as it was sent, and once if the server resumes exactly. */
export function assertDelivered({ events, overlap = 0 }: Journal, heard: readonly Heard[]): void {
  let last = 0;
  let previous = 0;
  for (const { id, data } of heard) {
    const number = Number(id);
    assert.equal(data, journalEvent(number).data, `event ${id} is as it was sent`);
    assert.ok(number <= previous + 1, `event ${id} came after ${previous}: something is lost`);
    assert.ok(number > previous - overlap, `event ${id} came after ${previous}: the server repeats less`);
    previous = number;
    last = Math.max(last, number);
  }
  assert.equal(last, events, 'the last event that came');
  if (overlap === 0) assert.equal(heard.length, events, 'how many events came');
}
