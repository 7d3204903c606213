import { connect, type Socket } from 'node:net';
import { bufferOver } from '../parser/node_buffer.js';

/** Who hears of what comes over a connection. */
export interface ConnectionUser {
  /** The bytes are overwritten when this returns. */
  received(bytes: Uint8Array, size: number): void;
  /** It is of no use any more. */
  lost(cause: unknown, endedProperly: boolean): void;
}

/**
 * Bytes from all sockets come here, one read after the other, and are dealt with before the next: a buffer for each read, as a stream of
 * Node has it, costs more than to read it.
 */
const shared = new Uint8Array(64 * 1024);
const sharedBuffer = bufferOver?.(shared);

/** What is being received, with a character for each byte. */
export function receivedText(begin: number, end: number): string {
  return sharedBuffer?.latin1Slice(begin, end) ?? '';
}

/** A connection to a server, for one request after the other. */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #origin: string;
  #user: ConnectionUser | undefined;

  private constructor(url: URL) {
    this.#origin = url.origin;
    const onread = {
      buffer: shared,
      callback: (size: number): boolean => {
        if (this.#user === undefined) this.#socket.destroy();
        else this.#user.received(shared, size);
        return true;
      },
    };
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = url.port === '' ? 80 : Number(url.port);
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000, onread });
    socket.on('end', () => {
      this.#lose(undefined, true);
    });
    socket.on('error', (error: unknown) => {
      this.#lose(error, false);
    });
    socket.on('close', () => {
      this.#lose(undefined, false);
    });
    this.#socket = socket;
  }

  /** One that is at rest, or a new one. */
  static to(url: URL): HttpConnection {
    const resting = idle.get(url.origin);
    for (let found = resting?.pop(); found !== undefined; found = resting?.pop()) {
      if (!found.#socket.destroyed) return found;
    }
    return new HttpConnection(url);
  }

  get isConnecting(): boolean {
    return this.#socket.connecting;
  }

  begin(user: ConnectionUser, head: string, body: Uint8Array | undefined): void {
    this.#user = user;
    const socket = this.#socket;
    socket.setTimeout(0);
    socket.ref();
    socket.write(head, 'latin1');
    if (body !== undefined) socket.write(body);
  }

  /** The answer has come whole. */
  done(keptFor: number): void {
    this.#user = undefined;
    const socket = this.#socket;
    // A server may answer before it has the whole request.
    if (keptFor === 0 || socket.destroyed || socket.writableLength > 0) {
      socket.destroy();
      return;
    }
    socket.setTimeout(keptFor, giveUp);
    socket.resume();
    socket.unref();
    let resting = idle.get(this.#origin);
    if (resting === undefined) idle.set(this.#origin, (resting = []));
    resting.push(this);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#user = undefined;
    this.#socket.destroy();
  }

  #lose(cause: unknown, endedProperly: boolean): void {
    const user = this.#user;
    this.#user = undefined;
    const resting = idle.get(this.#origin);
    const place = resting?.indexOf(this) ?? -1;
    if (place >= 0) resting?.splice(place, 1);
    if (resting?.length === 0) idle.delete(this.#origin);
    if (user !== undefined) user.lost(cause, endedProperly);
    if (endedProperly) this.#socket.destroy();
  }
}

/** Connections that wait for another request, by their origin; the one that was used last is used next. */
const idle = new Map<string, HttpConnection[]>();

function giveUp(this: Socket): void {
  this.destroy();
}
