import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { CaseResult } from './case_result.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

const packageModules = {
  'eventsource-wasm': '/dist/index.js',
  'eventsource-wasm/parser': '/dist/faces/create_parser.js',
};

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** The ways in which a browser runs the suite. */
export const runs = ['page', 'worker', 'shared worker', 'strict page'] as const;
export type Run = (typeof runs)[number];

/** The pages, the modules that they import, and the place where they leave their results. */
export class Site {
  readonly #onResult: (run: string, result: CaseResult) => void;

  constructor(onResult: (run: string, result: CaseResult) => void) {
    this.#onResult = onResult;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in.test');
    const [, first = '', ...rest] = decodeURIComponent(pathname).split('/');
    switch (first) {
      case 'run.html':
        sendPage(response, searchParams.get('run') as Run, searchParams);
        return true;
      case 'results':
        this.#onResult(rest.join('/'), JSON.parse(await text(request)) as CaseResult);
        response.writeHead(204).end();
        return true;
      case 'favicon.ico':
        response.writeHead(204).end();
        return true;
      case 'dist':
        return sendModule(response, join('dist', ...rest));
      case 'tests':
        return sendModule(response, join('build', 'tests', ...rest));
      case 'resolved':
        return sendModule(response, join('build', ...rest), resolvePackage);
      default:
        return false;
    }
  }
}

function sendPage(response: ServerResponse, run: Run, parameters: URLSearchParams): void {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  if (run === 'strict page') {
    response.setHeader('content-security-policy', "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'");
  }
  response.end(`<!doctype html><title>${run}</title>${pageContent(run, `?${parameters.toString()}`)}`);
}

function pageContent(run: Run, query: string): string {
  switch (run) {
    case 'page':
      // No bundler, no rewriting: the modules as they are published.
      return (
        `<script type="importmap">${JSON.stringify({ imports: packageModules })}</script>` +
        '<script type="module" src="/tests/browser/page.js"></script>'
      );
    case 'strict page':
      return '<script type="module" src="/resolved/tests/browser/strict_page.js"></script>';
    case 'worker':
      return `<script>new Worker('/resolved/tests/browser/worker.js${query}', { type: 'module' })</script>`;
    case 'shared worker':
      return (
        `<script>new SharedWorker('/resolved/tests/browser/shared_worker.js${query}', ` + "{ type: 'module' })</script>"
      );
  }
}

/** Workers have no import maps, and a strict page no inline script to hold one. */
function resolvePackage(source: string): string {
  return source.replace(/from '(eventsource-wasm(?:\/parser)?)'/g, (_, name: keyof typeof packageModules) => {
    return `from '${packageModules[name]}'`;
  });
}

async function sendModule(
  response: ServerResponse,
  path: string,
  convert: (source: string) => string = (source) => source,
): Promise<boolean> {
  const contentType = contentTypes[extname(path)];
  if (contentType === undefined || normalize(path).startsWith('..')) return false;
  const content = await readFile(join(repository, path)).catch(() => undefined);
  if (content === undefined) return false;
  response.setHeader('content-type', contentType);
  response.end(extname(path) === '.wasm' ? content : convert(content.toString()));
  return true;
}
