interface Platform {
  process?: { versions?: { node?: string; bun?: string } };
  Deno?: unknown;
}

/** Whether this is Node itself, and not a runtime that resembles it. */
export function isNode(platform: object = globalThis): boolean {
  const { process, Deno } = platform as Platform;
  return process?.versions?.node !== undefined && process.versions.bun === undefined && Deno === undefined;
}
