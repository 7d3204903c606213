import { readArguments, usage } from './arguments.mjs';
import { startServer } from './server.mjs';
import { feedNames } from './shared/feed_names.js';
import { formatSummary, isFlawless, summarize } from './summary.mjs';
import { painter } from './terminal/colours.mjs';
import { LineWriter } from './terminal/line_writer.mjs';
import { catchUp, watchFeeds } from './terminal_client.mjs';

// Longer than the reconnection time that the server sets, so that a drop just before the end is made good too.
const catchUpTime = 5000;

const paint = painter(process.stdout);
const writer = new LineWriter(process.stdout);

// A reader that has seen enough, such as `head`, is no reason to crash.
process.stdout.on('error', () => process.exit(1));
process.exitCode = await main(process.argv.slice(2));

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main(args) {
  /** @type {ReturnType<typeof readArguments>} */
  let options;
  try {
    options = readArguments(args);
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    console.log(usage);
    return 0;
  }
  /** @type {import('./server.mjs').LiveServer} */
  let server;
  try {
    server = await startServer(options.port);
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    return 1;
  }
  return demonstrate(server, options.seconds);
}

/**
 * @param {import('./server.mjs').LiveServer} server
 * @param {number | undefined} seconds  until Ctrl-C when left out
 */
async function demonstrate(server, seconds) {
  const started = performance.now();
  const end =
    seconds === undefined
      ? 'Ctrl-C ends.'
      : `Ends by itself after ${seconds} s, and drops every connection once on the way.`;
  writer.line(
    `\n  ${paint('bold', 'eventsource-wasm')}  three live feeds from ${paint(['cyan', 'underline'], `${server.url}/`)}`,
  );
  writer.line('  Open the address in a browser to see them there too, with a button that drops the connections.');
  writer.line(`  ${paint('dim', end)}\n`);

  const watches = watchFeeds(server.url, writer, paint);
  await playFor(seconds, async () => {
    writer.line(paint('yellow', '  ✂ the server drops every connection now, some in the middle of an event'));
    await fetch(`${server.url}/drop`, { method: 'POST' });
  });

  server.stopFeeds();
  await catchUp(watches, server.lastSequence, catchUpTime);
  for (const name of feedNames) {
    watches[name].close();
    watches[name].check.finish(server.lastSequence(name));
  }
  await server.close();

  const rows = summarize(watches);
  const flawless = isFlawless(rows);
  writer.endFlow();
  writer.line(`\n  ${((performance.now() - started) / 1000).toFixed(1)} s\n${formatSummary(rows, paint)}\n`);
  writer.line(
    flawless
      ? paint('green', '  Nothing lost, nothing doubled.')
      : paint('red', '  Not every event came exactly once.'),
  );
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
