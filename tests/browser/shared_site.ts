import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LiveJournal } from './live_journal.js';
import { Site } from './site.js';

const tabPage =
  '<!doctype html><title>tab</title>' +
  `<script type="importmap">${JSON.stringify({ imports: { 'eventsource-wasm': '/dist/index.js' } })}</script>` +
  '<script type="module" src="/tests/browser/shared_tab.js"></script>';

export interface SharedSite {
  readonly origin: string;
  readonly journal: LiveJournal;
  close(): Promise<void>;
}

/** An origin of its own, over HTTP/1.1: the tab's page, the modules that it imports, and the events. */
export async function startSharedSite(): Promise<SharedSite> {
  const journal = new LiveJournal();
  const modules = new Site(() => undefined);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://stand-in.test');
    response.setHeader('cache-control', pathname.endsWith('.html') ? 'no-cache' : 'max-age=60');
    switch (pathname) {
      case '/events':
        journal.handle(request, response);
        break;
      case '/tab.html':
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(tabPage);
        break;
      case '/elsewhere.html':
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end('<!doctype html><title>elsewhere</title>');
        break;
      default:
        void modules.handle(request, response).then((handled) => {
          if (!handled) response.writeHead(404).end();
        });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // Trustworthy, as https would be: elsewhere a page has no Web Locks.
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    journal,
    async close() {
      journal.stopFlow();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
