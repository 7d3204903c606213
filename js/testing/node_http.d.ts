// What of Node the server needs, and no more; see js/stores/node_files.d.ts.

declare module 'node:http' {
  export interface Socket {
    readonly destroyed: boolean;
    destroy(): void;
    resetAndDestroy(): void;
  }
  export interface IncomingMessage extends AsyncIterable<Uint8Array<ArrayBuffer>> {
    readonly method: string;
    readonly url: string;
    readonly rawHeaders: readonly string[];
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly socket: Socket;
  }
  export interface ServerResponse {
    readonly destroyed: boolean;
    readonly headersSent: boolean;
    writeHead(status: number, headers: Readonly<Record<string, string>>): this;
    flushHeaders(): void;
    write(chunk: Uint8Array, callback: (error?: Error | null) => void): boolean;
    end(text?: string): void;
    once(event: 'close', listener: () => void): this;
  }
  export interface Server {
    readonly listening: boolean;
    keepAliveTimeout: number;
    listen(port: number, host: string): this;
    once(event: 'listening' | 'close', listener: () => void): this;
    once(event: 'error', listener: (error: Error) => void): this;
    address(): { readonly port: number };
    close(): this;
    closeAllConnections(): void;
  }
  export function createServer(listener: (request: IncomingMessage, response: ServerResponse) => void): Server;
}
