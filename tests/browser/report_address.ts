/** Where results go: the address of the script or page says so. */
export function reportAddress(): string {
  const run = new URL(location.href).searchParams.get('run');
  if (run === null) throw new Error('the address names no run');
  return `${location.origin}/results/${encodeURIComponent(run)}`;
}
