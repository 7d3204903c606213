/** Whether the address is one of this machine, which needs no network. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && /^(?:.*\.)?localhost$|^127\.|^\[::1\]$/.test(new URL(url).hostname);
}
