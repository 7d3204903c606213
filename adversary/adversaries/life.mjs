// Processes, handlers and memory.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bad, ok, requests, unlessCrashed } from './verdicts.mjs';

const connections = 12;

/** What sockets and buffers of the system may hold of a stream that nobody reads. */
const buffered = 24;

export const life = [
  {
    name: '`close()` in a listener ends delivery',
    needs: ['close'],
    plan: { closeAfter: 1 },
    within: 500,
    async serve(exchange) {
      exchange.head();
      await exchange.write(Buffer.from('data: x\n\n'.repeat(10)));
    },
    verdict: unlessCrashed(({ events: { length } }) => (length === 1 ? ok : bad(`${length} events`))),
  },
  {
    name: 'the process waits for the next attempt',
    needs: ['reconnect'],
    plan: { staysAlive: false },
    within: 6000,
    until: ({ exchanges }) => exchanges.length > 1,
    async serve(exchange) {
      await exchange.stream('retry: 300\n\ndata: x\n\n');
      exchange.end();
    },
    verdict: ({ exchanges, exitCode }) => {
      if (exchanges.length > 1) return ok;
      return bad(exitCode === undefined ? 'gives up' : `exit code ${exitCode}`);
    },
  },
  {
    name: 'a signal that was aborted beforehand',
    needs: ['signal'],
    plan: { abortedBeforehand: true },
    starts: false,
    within: 2500,
    serve: (exchange) => exchange.stream('data: x\n\n'),
    verdict: unlessCrashed(({ exchanges: { length } }) => (length === 0 ? ok : bad(requests(length)))),
  },
  {
    name: `listeners that throw leave no connection of ${connections} open`,
    needs: ['close'],
    plan: { connections, throws: true, closeAllAfter: 1500 },
    within: 3500,
    serve: (exchange) => exchange.stream('data: x\n\n', 'data: y\n\n'),
    verdict: ({ exchanges, openCount }) => {
      if (exchanges.length < connections) return bad(requests(exchanges.length));
      return openCount === 0 ? ok : bad(`${openCount} open`);
    },
  },
  {
    name: 'a consumer that stalls stops the reads',
    alone: true,
    plan: { iterate: true, stuckAt: 1 },
    within: 2500,
    async serve(exchange) {
      exchange.head();
      const chunk = Buffer.from(`data: ${'x'.repeat(16_000)}\n\n`.repeat(4));
      while (exchange.bytes < 400 * 1024 * 1024) if (!(await exchange.write(chunk))) return;
    },
    verdict: unlessCrashed(({ exchanges }) => {
      const megabytes = Math.round(exchanges.reduce((sum, { bytes }) => sum + bytes, 0) / 1024 / 1024);
      return megabytes <= buffered ? { ok: true, measured: `${megabytes} MB` } : bad(`${megabytes} MB`);
    }),
  },
  {
    name: 'a crash in a handler repeats its event',
    needs: ['reconnect', 'store'],
    prepare() {
      const folder = mkdtempSync(join(tmpdir(), 'adversary-'));
      const cleanUp = () => rmSync(folder, { recursive: true, force: true });
      return { plan: { store: join(folder, 'ids.json'), stuckAt: 3 }, cleanUp };
    },
    within: 9000,
    until: (trial) => {
      const [, , third] = trial.events;
      // What the handlers before have done is on the disk by then.
      if (third !== undefined && performance.now() > third.at + 1000 && !trial.hasCrashed) {
        trial.hasCrashed = true;
        trial.respawn();
      }
      return trial.exchanges.length > 1;
    },
    serve: (exchange) => exchange.stream(...[1, 2, 3, 4].map((id) => `id: ${id}\ndata: x\n\n`)),
    verdict: unlessCrashed(({ exchanges: [, second] }) => {
      const id = second?.headers['last-event-id'];
      return id === '2' ? ok : bad(id === undefined ? 'no id' : `resumes at ${id}`);
    }),
  },
];
