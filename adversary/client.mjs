// The program that a trial starts for one library: connects as it is told and reports to its parent what comes.
import { setTimeout as delay } from 'node:timers/promises';
import { libraries, pretendPage } from './libraries.mjs';

const { library, url, plan } = JSON.parse(process.env.ADVERSARY);
const {
  connections = 1,
  closeAfter = Infinity,
  closeAllAfter,
  hideAfter,
  stuckAt,
  throws = false,
  staysAlive = true,
  abortedBeforehand = false,
  bodyTimeout,
  ...options
} = plan;

process.on('disconnect', () => process.exit());
// A trial is about whether the library keeps the process alive.
process.channel?.unref();
if (staysAlive) setInterval(() => undefined, 1000);

const maxReports = 50;
let reports = 0;
function report(message) {
  if (++reports <= maxReports && process.connected) process.send(message);
}

const meant = new Error('thrown by the listener');
for (const kind of ['uncaughtException', 'unhandledRejection']) {
  process.on(kind, (error) => {
    if (error !== meant) report({ problem: kind, message: String(error) });
  });
}

if (bodyTimeout !== undefined) {
  const { Agent, setGlobalDispatcher } = await import('undici');
  setGlobalDispatcher(new Agent({ bodyTimeout }));
}
if (hideAfter !== undefined) pretendPage();
if (abortedBeforehand) options.signal = AbortSignal.abort();

const connect = await libraries.find(({ name }) => name === library).load();
const sources = Array.from({ length: connections }, () => {
  let events = 0;
  const source = connect(url, options, {
    event: ({ type, data, id }) => {
      events += 1;
      report({ event: { type, data: data.slice(0, 100), length: data.length, id } });
      if (events >= closeAfter) source.close();
      if (throws) throw meant;
      return events >= stuckAt ? new Promise(() => undefined) : undefined;
    },
  });
  return source;
});

if (closeAllAfter !== undefined) {
  await delay(closeAllAfter);
  for (const source of sources) source.close();
}
if (hideAfter !== undefined) {
  for (const hidden of [true, false]) {
    await delay(hideAfter);
    Object.assign(document, { hidden, visibilityState: hidden ? 'hidden' : 'visible' });
    document.dispatchEvent(new Event('visibilitychange'));
  }
}
