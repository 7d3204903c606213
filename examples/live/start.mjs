import { readArguments, usage } from './arguments.mjs';
import { startServer } from './server.mjs';
import { feedNames } from './shared/feed_names.js';
import { formatSummary, isFlawless, summarize } from './summary.mjs';
import { painter } from './terminal/colours.mjs';
import { LineWriter } from './terminal/line_writer.mjs';
import { catchUp, watchFeeds } from './terminal_client.mjs';

// Longer than the reconnection time that the server sets, so that a drop just before the end is made good too.
const catchUpTime = 5000;

process.exitCode = await main(process.argv.slice(2)).catch((/** @type {Error} */ error) => {
  console.error(`${error.message}\n\n${usage}`);
  return 2;
});

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main(args) {
  const { seconds, port, help } = readArguments(args);
  if (help) {
    console.log(usage);
    return 0;
  }

  // A reader that has seen enough, such as `head`, is no reason to crash.
  process.stdout.on('error', () => process.exit(1));
  const paint = painter(process.stdout);
  const writer = new LineWriter(process.stdout);
  const server = await startServer(port);
  const started = performance.now();
  writer.line(`\n  ${paint('bold', 'eventsource-wasm')}  three live feeds from ${paint(['cyan', 'underline'], `${server.url}/`)}`);
  writer.line('  Open the address in a browser to see them there too, with a button that drops the connections.');
  writer.line(
    paint(
      'dim',
      seconds === undefined ? '  Ctrl-C ends.\n' : `  Ends by itself after ${seconds} s, and drops every connection once on the way.\n`,
    ),
  );

  const watches = watchFeeds(server.url, writer, paint);
  await playFor(seconds, async () => {
    writer.line(paint('yellow', '  ✂ the server drops every connection now, some in the middle of an event'));
    await fetch(`${server.url}/drop`, { method: 'POST' });
  });

  writer.endFlow();
  server.stopFeeds();
  await catchUp(watches, server.lastSequence, catchUpTime);
  const ran = (performance.now() - started) / 1000;
  for (const name of feedNames) {
    watches[name].close();
    watches[name].check.finish(server.lastSequence(name));
  }
  await server.close();

  const rows = summarize(watches);
  const flawless = isFlawless(rows);
  writer.endFlow();
  writer.line(`\n  ${ran.toFixed(1)} s\n${formatSummary(rows, paint)}\n`);
  writer.line(flawless ? paint('green', '  Nothing lost, nothing doubled.') : paint('red', '  Not every event came exactly once.'));
  return flawless ? 0 : 1;
}

/**
 * Until the time is over, or the user has had enough.
 * @param {number | undefined} seconds
 * @param {() => Promise<void>} atHalfTime  happens only when there is an end
 */
async function playFor(seconds, atHalfTime) {
  /** @type {NodeJS.Timeout[]} */
  const timers = [];
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    if (seconds === undefined) return;
    timers.push(
      setTimeout(() => void atHalfTime(), seconds * 500),
      setTimeout(resolve, seconds * 1000),
    );
  });
  for (const timer of timers) clearTimeout(timer);
}
