/** Assertions for suites that also run where there is no `node:assert`. */
export function equal(actual: unknown, expected: unknown, what = 'the value'): void {
  if (same(actual, expected)) return;
  throw new Error(`${what} is ${show(actual)} and should be ${show(expected)}`);
}

export function ok(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`expected ${what}`);
}

/** What `run` throws. */
export function thrownBy(run: () => unknown, what = ''): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error(`expected an exception ${what}, and there was none`);
}

/** The element, which must be there. */
export function at<T>(list: readonly T[], index: number): T {
  const element = list.at(index);
  if (element === undefined) throw new Error(`expected more than ${list.length} elements, to look at number ${index}`);
  return element;
}

function same(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const leftEntries = Object.entries(left);
  const others = new Map(Object.entries(right));
  return (
    leftEntries.length === others.size &&
    leftEntries.every(([key, value]) => others.has(key) && same(value, others.get(key)))
  );
}

function show(value: unknown): string {
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  const isPlain = typeof value === 'number' || typeof value === 'boolean' || value === undefined;
  const text = isPlain ? String(value) : JSON.stringify(value);
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
}
