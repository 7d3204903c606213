import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

// Each path prefix is one folder and nothing above it: a file's URL is resolved against its folder's, which settles every `..`, then compared.
const folders = new Map([
  ['/dist/', new URL('../../dist/', import.meta.url)],
  ['/shared/', new URL('shared/', import.meta.url)],
  ['/uplot/', new URL('.', import.meta.resolve('uplot'))],
  ['/', new URL('page/', import.meta.url)],
]);

/** @type {Record<string, string>} */
const mediaTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * @param {string} pathname  as the request has it
 * @param {import('node:http').ServerResponse} response
 */
export async function servePageFile(pathname, response) {
  const file = locate(pathname === '/' ? '/index.html' : pathname);
  const mediaType = file && mediaTypes[extname(file.pathname)];
  try {
    if (!mediaType) throw new Error(`nothing is served at ${pathname}`);
    const content = await readFile(file);
    if (extname(file.pathname) === '.html')
      response.setHeader('content-security-policy', contentSecurityPolicy(content.toString()));
    response.writeHead(200, {
      'content-type': mediaType,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    response.end(content);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n');
  }
}

/** @param {string} pathname */
function locate(pathname) {
  for (const [prefix, folder] of folders) {
    if (!pathname.startsWith(prefix)) continue;
    const path = `./${pathname.slice(prefix.length)}`;
    const file = URL.canParse(path, folder) ? new URL(path, folder) : undefined;
    return file?.href.startsWith(folder.href) ? file : undefined;
  }
  return undefined;
}

/**
 * The import map is the page's only inline script, and allowed by its hash. `wasm-unsafe-eval` lets WebAssembly compile, and nothing else.
 * @param {string} html
 */
function contentSecurityPolicy(html) {
  const importMap = /<script type="importmap">([^]*?)<\/script>/.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(importMap).digest('base64');
  return [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
