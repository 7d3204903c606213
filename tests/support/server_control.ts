import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { journalAnswer } from './server_journal.js';
import { corsFields, play } from './server_player.js';
import type { Answer, RecordedRequest, Script } from './server_script.js';

interface Exchange {
  readonly request: RecordedRequest;
  readonly response: ServerResponse;
  gone: boolean;
  open: boolean;
}

interface ScriptedStream {
  readonly script: Script;
  readonly exchanges: Exchange[];
  releases: number;
}

/** The scripted streams, and what a suite asks about them; everything is a request, so that a page can ask as well. */
export class Control {
  readonly #streams = new Map<string, ScriptedStream>();
  readonly #waiting = new Set<() => void>();
  #origins: readonly string[] = [];

  set origins(origins: readonly string[]) {
    this.#origins = origins;
  }

  /** Answers the request if it is one of these, and says whether it was. */
  async handle(request: IncomingMessage, response: ServerResponse, origin: string): Promise<boolean> {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    const [, action = '', id = ''] = pathname.split('/');
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
      allow(request, response, this.#streams.get(id)?.script.answers[0]?.cors);
      return true;
    }
    if (action === 'origins') {
      reply(request, response, this.#origins);
      return true;
    }
    if (action === 'script') {
      const name = String(this.#streams.size + 1);
      this.#streams.set(name, { script: JSON.parse(await text(request)) as Script, exchanges: [], releases: 0 });
      reply(request, response, name);
      return true;
    }
    const stream = this.#streams.get(id);
    if (stream === undefined) return false;
    switch (action) {
      case 'stream':
        await this.#answer(stream, request, response, origin);
        return true;
      case 'finish':
        for (const exchange of stream.exchanges) exchange.response.destroy();
        reply(request, response, null);
        return true;
      case 'release':
        stream.releases++;
        this.#changed();
        reply(request, response, null);
        return true;
      case 'requests': {
        const count = Number(searchParams.get('count') ?? 0);
        await this.#until(response, () => stream.exchanges.length >= count);
        reply(
          request,
          response,
          stream.exchanges.map((exchange) => exchange.request),
        );
        return true;
      }
      case 'gone': {
        const index = Number(searchParams.get('index') ?? 0);
        const nudges = searchParams.has('nudge') ? setInterval(() => nudge(stream.exchanges[index]), 50) : undefined;
        await this.#until(response, () => stream.exchanges[index]?.gone === true);
        clearInterval(nudges);
        reply(request, response, null);
        return true;
      }
      case 'open':
        reply(request, response, open(stream).length);
        return true;
      case 'idle': {
        const nudges = searchParams.has('nudge') ? setInterval(() => open(stream).forEach(nudge), 50) : undefined;
        await this.#until(response, () => open(stream).length === 0);
        clearInterval(nudges);
        reply(request, response, null);
        return true;
      }
      default:
        return false;
    }
  }

  async #answer(
    stream: ScriptedStream,
    request: IncomingMessage,
    response: ServerResponse,
    origin: string,
  ): Promise<void> {
    const answer = answerTo(request, stream);
    // Taken before the body is read: the order of answers is the order in which requests came.
    const recorded = { origin, method: request.method ?? '', headers: singleValues(request), body: '' };
    const exchange: Exchange = { request: recorded, response, gone: false, open: true };
    stream.exchanges.push(exchange);
    response.on('close', () => {
      exchange.open = false;
      exchange.gone = !response.writableFinished;
      this.#changed();
    });
    recorded.body = await text(request);
    this.#changed();
    await play(answer, request, response, async () => {
      await this.#until(response, () => stream.releases > 0);
      if (!response.destroyed) stream.releases--;
    });
  }

  /** Resolves when the condition holds, or nobody waits for the response any more. */
  async #until(response: ServerResponse, condition: () => boolean): Promise<void> {
    while (!condition() && !response.destroyed) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
  }

  #changed(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resume of waiting) resume();
  }
}

/** Sends a comment, to which a client that has gone reacts. */
function nudge(exchange: Exchange | undefined): void {
  if (exchange?.response.headersSent === true && exchange.response.writable) exchange.response.write(':\n');
}

function open({ exchanges }: ScriptedStream): Exchange[] {
  return exchanges.filter((exchange) => exchange.open);
}

function answerTo({ headers }: IncomingMessage, { script, exchanges }: ScriptedStream): Answer {
  if (script.journal === undefined) return script.answers[exchanges.length] ?? afterwards(script);
  return journalAnswer(script.journal, exchanges.length, String(headers['last-event-id'] ?? ''));
}

function afterwards(script: Script): Answer {
  const last = script.answers.at(-1);
  if (script.afterwards === 'repeat' && last !== undefined) return last;
  return { status: 204, headers: { 'content-type': null }, steps: [{ end: true }] };
}

function singleValues(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
}

function allow(request: IncomingMessage, response: ServerResponse, cors: Answer['cors']): void {
  const { 'access-control-request-method': method, 'access-control-request-headers': headers } = request.headers;
  response.writeHead(204, {
    ...corsFields(request, cors),
    ...(method === undefined ? {} : { 'access-control-allow-methods': method }),
    ...(headers === undefined ? {} : { 'access-control-allow-headers': headers }),
  });
  response.end();
}

function reply(request: IncomingMessage, response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store', ...corsFields(request) });
  response.end(JSON.stringify(value));
}
