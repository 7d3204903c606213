// What of Node this package uses, and no more: with all of its types, the rest of js/ could lean on Node unseen.

declare module 'node:fs/promises' {
  interface FileHandle {
    writeFile(text: string): Promise<void>;
    sync(): Promise<void>;
    close(): Promise<void>;
  }
  export function open(path: string, flags: string, mode?: number): Promise<FileHandle>;
  export function readFile(path: string, encoding: 'utf8'): Promise<string>;
  export function readdir(path: string): Promise<string[]>;
  export function stat(path: string): Promise<{ mtimeMs: number }>;
  export function mkdir(path: string, options: { recursive: true }): Promise<unknown>;
  export function rename(from: string, to: string): Promise<void>;
  export function rm(path: string, options: { force: true }): Promise<void>;
}

declare module 'node:path' {
  export function basename(path: string): string;
  export function dirname(path: string): string;
  export function join(...parts: string[]): string;
  export function resolve(path: string): string;
}

declare module 'node:url' {
  export function fileURLToPath(url: URL): string;
}
