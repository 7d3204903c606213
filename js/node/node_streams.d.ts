// What of Node the transport needs, and no more; see js/stores/node_files.d.ts.

declare module 'node:stream' {
  export class Readable {
    static fromWeb(stream: ReadableStream<Uint8Array>): Readable;
    static toWeb(stream: Readable): ReadableStream<Uint8Array<ArrayBuffer>>;
  }
  export class Transform extends Readable {}
  export function pipeline(source: Readable, last: Transform, done: (error?: Error | null) => void): Transform;
}

declare module 'node:zlib' {
  import type { Transform } from 'node:stream';
  interface FlushOptions {
    readonly flush: number;
    readonly finishFlush: number;
  }
  export const constants: { readonly Z_SYNC_FLUSH: number; readonly BROTLI_OPERATION_FLUSH: number };
  export function createGunzip(options: FlushOptions): Transform;
  export function createInflate(options: FlushOptions): Transform;
  export function createBrotliDecompress(options: FlushOptions): Transform;
}

declare module 'node:net' {
  export interface Socket {
    readonly connecting: boolean;
    readonly destroyed: boolean;
    readonly writableLength: number;
    on(type: string, listener: (value: unknown) => void): void;
    write(text: string, encoding: 'latin1'): boolean;
    write(bytes: Uint8Array): boolean;
    setTimeout(delay: number, expired?: (this: Socket) => void): void;
    pause(): void;
    resume(): void;
    ref(): void;
    unref(): void;
    destroy(): void;
  }
  export function connect(options: {
    readonly host: string;
    readonly port: number;
    readonly noDelay: boolean;
    readonly keepAlive: boolean;
    readonly keepAliveInitialDelay: number;
    readonly onread: { readonly buffer: Uint8Array; readonly callback: (size: number) => boolean };
  }): Socket;
}

declare module 'node:diagnostics_channel' {
  export function channel(name: string): { readonly hasSubscribers: boolean };
}
