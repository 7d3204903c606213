/** The part of Node's `process` that a program needs. */
interface NodeProcess {
  readonly argv: readonly string[];
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  exitCode: number | undefined;
  once(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

export interface OutputStream {
  readonly isTTY?: boolean;
  write(text: string, done?: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: Error & { code?: string }) => void): unknown;
}

export const { process } = globalThis as unknown as { process: NodeProcess };
