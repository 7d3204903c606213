// What of Node a program needs, and no more; see js/stores/node_files.d.ts.

declare module 'node:fs' {
  export function openSync(path: string, flags: 'w'): number;
  export function writeSync(file: number, text: string): number;
  export function closeSync(file: number): void;
  export function readFileSync(path: string | URL): Uint8Array<ArrayBuffer>;
}

declare module 'node:util' {
  interface OptionConfig {
    readonly type: 'string' | 'boolean';
    readonly short?: string;
    readonly multiple?: boolean;
  }
  export function parseArgs(config: {
    readonly args: readonly string[];
    readonly options: Readonly<Record<string, OptionConfig>>;
    readonly allowPositionals: true;
  }): { values: Record<string, string | boolean | (string | boolean)[] | undefined>; positionals: string[] };
}
