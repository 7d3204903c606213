// Who gets to see what.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bad, ok, unlessCrashed } from './verdicts.mjs';

const secrets = { authorization: 'Bearer secret', cookie: 'session=secret', 'x-api-key': 'secret' };

/** A key and a certificate that nobody has vouched for. */
function selfSigned() {
  const folder = mkdtempSync(join(tmpdir(), 'adversary-'));
  try {
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-nodes', '-days', '2', ...curve, ...subject, '-keyout', key, '-out', cert],
      {
        stdio: 'ignore',
      },
    );
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const trust = [
  {
    name: 'secrets stay behind on a redirect to another origin',
    needs: ['headers'],
    plan: { headers: secrets },
    within: 3000,
    until: ({ exchanges }) => exchanges.length > 1,
    serve(exchange, { otherOrigin }) {
      if (exchange.index === 0) exchange.answer(307, { location: `${otherOrigin}/elsewhere` });
      else exchange.head();
    },
    verdict: unlessCrashed(({ exchanges: [, second] }) => {
      if (second === undefined) return bad('not followed');
      const leaked = Object.keys(secrets).filter((name) => second.headers[name] !== undefined);
      return leaked.length === 0 ? ok : bad(leaked.join(', '));
    }),
  },
  {
    name: 'a temporary redirect is forgotten',
    needs: ['reconnect'],
    within: 7000,
    until: ({ exchanges }) => exchanges.length > 2,
    async serve(exchange) {
      if (exchange.path === '/stream') return exchange.answer(307, { location: `${exchange.origin}/elsewhere` });
      await exchange.stream('retry: 10\n\ndata: x\n\n');
      exchange.end();
    },
    verdict: unlessCrashed(({ exchanges: [, , third] }) => {
      if (third === undefined) return bad('gives up');
      return third.path === '/stream' ? ok : bad('stays there');
    }),
  },
  {
    name: 'a redirect to a relative address',
    within: 3000,
    until: ({ events }) => events.length > 0,
    serve(exchange) {
      if (exchange.path === '/stream') return exchange.answer(302, { location: './there?a=b' });
      return exchange.stream('data: x\n\n');
    },
    verdict: unlessCrashed(({ events }) => (events.length > 0 ? ok : bad('not followed'))),
  },
  {
    name: 'a certificate that nobody vouched for is refused',
    starts: false,
    prepare: () => ({ secure: selfSigned() }),
    within: 2500,
    until: ({ exchanges }) => exchanges.length > 0,
    serve: (exchange) => exchange.stream('data: x\n\n'),
    verdict: ({ exchanges }) => (exchanges.length === 0 ? ok : bad('accepted')),
  },
];
