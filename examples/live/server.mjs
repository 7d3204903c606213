import { createServer } from 'node:http';
import { Feed } from './feed.mjs';
import { chat, isQuestion } from './feeds/chat.mjs';
import { isKickoff, scores } from './feeds/scores.mjs';
import { ticker } from './feeds/ticker.mjs';
import { servePageFile } from './page_files.mjs';
import { seededRandom } from './seeded_random.mjs';

/** @typedef {import('./shared/feed_names.js').FeedName} FeedName */
const ticksInPlot = 240;

/** @typedef {Awaited<ReturnType<typeof startServer>>} LiveServer */

/**
 * A browser opens six HTTP/1.1 connections to a server at most, and a page here holds three: two tabs work at a time.
 * @param {number} port  0 for any free one
 */
export async function startServer(port) {
  /** @type {Record<FeedName, Feed>} */
  const feeds = {
    chat: new Feed(chat(seededRandom(11)), (history) => history.sinceLatest(isQuestion)),
    scores: new Feed(scores(seededRandom(23)), (history) => history.sinceLatest(isKickoff)),
    ticker: new Feed(ticker(seededRandom(42)), (history) => history.latest(ticksInPlot)),
  };
  let drops = 0;

  const server = createServer((request, response) => {
    const pathname = request.url?.replace(/[?#].*/s, '') ?? '/';
    const feed = Object.entries(feeds).find(([name]) => pathname === `/feeds/${name}`)?.[1];
    if (pathname === '/drop') {
      if (request.method === 'POST') response.end(`${dropAll()} connections dropped\n`);
      else response.writeHead(405, { allow: 'POST' }).end();
    } else if (request.method !== 'GET') {
      response.writeHead(405, { allow: 'GET' }).end();
    } else if (feed) {
      feed.accept(request, response).catch(() => response.destroy());
    } else {
      void servePageFile(pathname, response);
    }
  });

  function dropAll() {
    drops += 1;
    // By turns inside an event and between two, so that a drop always shows both.
    return Object.values(feeds).reduce((count, feed, index) => count + feed.drop((drops + index) % 2 === 1), 0);
  }

  await new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      reject(
        error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken. Without --port, any free one is used.`) : error,
      );
    });
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  for (const feed of Object.values(feeds)) feed.start();

  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** @param {FeedName} name */
    lastSequence: (name) => feeds[name].lastSequence,
    stopFeeds() {
      for (const feed of Object.values(feeds)) feed.stop();
    },
    async close() {
      this.stopFeeds();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
