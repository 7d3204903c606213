import type { Journal } from './server_journal.js';
import type { Answer, RecordedRequest, Script } from './server_script.js';

/** The suite's side of the scripted server: needs nothing but `fetch`. */
export class ServerClient {
  readonly origin: string;
  readonly otherOrigin: string;
  readonly #streams: ScriptedStream[] = [];

  private constructor(origin: string, otherOrigin: string) {
    this.origin = origin;
    this.otherOrigin = otherOrigin;
  }

  static async connect(base: string): Promise<ServerClient> {
    const [origin = '', otherOrigin = ''] = (await ask(`${base}/origins`)) as string[];
    return new ServerClient(origin, otherOrigin);
  }

  /** A stream that answers its first request with the first answer, and so on, and 204 in the end. */
  async script(...answers: readonly Answer[]): Promise<ScriptedStream> {
    return this.#send({ answers });
  }

  /** A stream that goes on with the last answer. */
  async repeat(...answers: readonly Answer[]): Promise<ScriptedStream> {
    return this.#send({ answers, afterwards: 'repeat' });
  }

  /** A stream of numbered events that a client can resume. */
  async journal(journal: Journal): Promise<ScriptedStream> {
    return this.#send({ answers: [], journal });
  }

  async #send(script: Script): Promise<ScriptedStream> {
    const id = (await ask(`${this.origin}/script`, { method: 'POST', body: JSON.stringify(script) })) as string;
    const stream = new ScriptedStream(this, id);
    this.#streams.push(stream);
    return stream;
  }

  /**
   * Breaks off all streams. A browser has few connections to an origin, and Firefox keeps one that came by a redirect although its
   * request was aborted.
   */
  async finish(): Promise<void> {
    await Promise.all(this.#streams.splice(0).map((stream) => stream.finish()));
  }
}

export class ScriptedStream {
  readonly #server: ServerClient;
  readonly #id: string;

  constructor(server: ServerClient, id: string) {
    this.#server = server;
    this.#id = id;
  }

  get url(): string {
    return `${this.#server.origin}/stream/${this.#id}`;
  }

  get otherUrl(): string {
    return `${this.#server.otherOrigin}/stream/${this.#id}`;
  }

  /** Breaks off what the server still has open. */
  async finish(): Promise<void> {
    await ask(`${this.#server.origin}/finish/${this.#id}`, { method: 'POST' });
  }

  /** Lets the server go on after a step `wait`. */
  async release(): Promise<void> {
    await ask(`${this.#server.origin}/release/${this.#id}`, { method: 'POST' });
  }

  /** The requests that came, when at least `count` have come. */
  async requests(count = 0): Promise<RecordedRequest[]> {
    return (await ask(`${this.#server.origin}/requests/${this.#id}?count=${count}`)) as RecordedRequest[];
  }

  /** Resolves when the client has left the request so numbered before its answer was complete. */
  async gone(index = 0): Promise<void> {
    await ask(`${this.#server.origin}/gone/${this.#id}?index=${index}${needsNudge ? '&nudge' : ''}`);
  }

  /** How many of the requests that came are being answered still, however little comes of it. */
  async openCount(): Promise<number> {
    return (await ask(`${this.#server.origin}/open/${this.#id}`)) as number;
  }

  /** Resolves when none is. */
  async idle(): Promise<void> {
    await ask(`${this.#server.origin}/idle/${this.#id}${needsNudge ? '?nudge' : ''}`);
  }
}

// Firefox lets some requests that were aborted go only when the server sends more.
const needsNudge = typeof navigator !== 'undefined' && navigator.userAgent.includes('Firefox');

// As it is when the suite begins: cases replace the global one.
const { fetch } = globalThis;

async function ask(url: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
