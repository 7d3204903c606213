import type { Cancellable, CancelListener } from '../connection/cancellation.js';
import { type BodyOrigin, IncomingBody } from '../connection/incoming_body.js';
import { terminated } from '../connection/undici.js';
import { type ConnectionUser, HttpConnection, receivedText } from './http_connection.js';
import type { BodyFraming } from './http_framing.js';
import { type Head, parseHead } from './http_head.js';
import { mayHaveBody } from './response.js';

/** Bytes of a head; more are not taken. */
const largestHead = 16 * 1024;

/** Milliseconds, as Node's `fetch` has them. */
const connectTimeout = 10_000;
const headTimeout = 300_000;

/** Who has asked, and what an answer is made into for them. */
export interface Asker {
  resolve(response: Response): void;
  reject(reason: unknown): void;
  responseOf(head: Head, body: IncomingBody | undefined): Response;
}

/** One request over plain HTTP and its answer, with the errors of Node's `fetch`. */
export class HttpExchange implements BodyOrigin, CancelListener, ConnectionUser {
  readonly #cancellation: Cancellable;
  #asker: Asker | undefined;
  #connection: HttpConnection | undefined;
  #timer: unknown;
  /** What has come of the head. */
  #head = '';
  #framing: BodyFraming | undefined;
  #keptFor = 0;
  #body: IncomingBody | undefined;

  constructor(cancellation: Cancellable, asker: Asker) {
    this.#cancellation = cancellation;
    this.#asker = asker;
    cancellation.listen(this);
  }

  ask(url: URL, head: string, body: Uint8Array | undefined): void {
    const connection = (this.#connection = HttpConnection.to(url));
    this.#timer = setTimeout(() => {
      this.#expire();
    }, connectTimeout);
    connection.begin(this, head, body);
  }

  received(bytes: Uint8Array, size: number): void {
    try {
      const begin = this.#asker === undefined ? 0 : this.#takeHead(size);
      if (begin >= 0) this.#takeBody(bytes, begin, size);
    } catch (error) {
      this.#connection?.destroy();
      this.lost(error, false);
    }
  }

  lost(cause: unknown, endedProperly: boolean): void {
    const isComplete = endedProperly && this.#framing?.endsWithConnection === true;
    this.#end(isComplete ? undefined : (cause ?? closed()));
  }

  resume(): void {
    this.#connection?.resume();
  }

  abort(): void {
    this.#connection?.destroy();
    this.#letGo();
  }

  cancelled(): void {
    this.#connection?.destroy();
    this.#end(this.#cancellation.reason);
  }

  /** Where the body begins; less than 0 as long as it has not. */
  #takeHead(size: number): number {
    let begin = 0;
    for (;;) {
      const before = this.#head.length;
      this.#head += receivedText(begin, Math.min(size, begin + largestHead + 4));
      const end = this.#head.indexOf('\r\n\r\n', Math.max(0, before - 3));
      if (end < 0 || end > largestHead) {
        if (this.#head.length > largestHead) throw new Error('the head of the answer is too large');
        return -1;
      }
      const head = parseHead(this.#head.slice(0, end));
      begin += end + 4 - before;
      this.#head = '';
      // RFC 9110, section 15.2: informational answers come before the final one.
      if (head.status === 101) throw new Error('the server speaks another protocol');
      if (head.status >= 200) {
        this.#answer(head);
        return begin;
      }
      if (begin === size) return -1;
    }
  }

  #answer(head: Head): void {
    const asker = this.#asker as Asker;
    this.#asker = undefined;
    clearTimeout(this.#timer as number);
    this.#timer = undefined;
    this.#framing = head.framing;
    this.#keptFor = head.keptFor;
    if (head.framing !== undefined && mayHaveBody(head.status)) this.#body = new IncomingBody(this);
    try {
      asker.resolve(asker.responseOf(head, this.#body));
    } catch (error) {
      this.#connection?.destroy();
      this.#letGo();
      asker.reject(error);
    }
  }

  #takeBody(bytes: Uint8Array, begin: number, size: number): void {
    const framing = this.#framing;
    const end = framing?.take(bytes, begin, size) ?? begin;
    const connection = this.#connection;
    const isComplete = framing?.isComplete ?? true;
    if (isComplete) {
      // What nobody has asked for came behind the answer.
      const left = framing?.left ?? size - begin;
      connection?.done(left > 0 ? 0 : this.#keptFor);
      this.#letGo();
    }
    const body = this.#body;
    if (end > begin && body?.pushAtOnce(bytes.subarray(begin, end)) === false && !isComplete) connection?.pause();
    if (isComplete) body?.end({ failure: undefined });
  }

  #end(cause: unknown): void {
    const asker = this.#asker;
    this.#letGo();
    const { isCancelled } = this.#cancellation;
    asker?.reject(isCancelled ? cause : new TypeError('fetch failed', { cause }));
    if (cause === undefined) this.#body?.end({ failure: undefined });
    else this.#body?.end({ failure: () => (isCancelled ? cause : terminated(cause)) });
  }

  #expire(): void {
    const connection = this.#connection;
    if (connection?.isConnecting === false) {
      this.#timer = setTimeout(() => {
        this.#give(timedOut('UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error'));
      }, headTimeout - connectTimeout);
    } else this.#give(timedOut('UND_ERR_CONNECT_TIMEOUT', 'Connect Timeout Error'));
  }

  #give(error: Error): void {
    this.#connection?.destroy();
    this.#end(error);
  }

  #letGo(): void {
    this.#cancellation.ignore(this);
    clearTimeout(this.#timer as number);
    this.#timer = this.#connection = this.#asker = undefined;
  }
}

function closed(): Error {
  return Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
}

function timedOut(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
