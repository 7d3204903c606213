// A reporter for `node --test`, in every Node that the tests run in: a line of JSON for each test.

/**
 * @param {AsyncIterable<{ type: string, data: any }>} events
 */
export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const verdict = judge(type, data);
    if (verdict) yield `${JSON.stringify(verdict)}\n`;
  }
}

/**
 * @param {string} type
 * @param {any} data
 */
function judge(type, data) {
  const error = data.details?.error;
  const isSuite = data.details?.type === 'suite';
  if (isSuite && (type === 'test:pass' || error?.failureType === 'subtestsFailed')) return undefined;

  const name = `${data.name} (${data.file}${data.line ? `:${data.line}` : ''})`;
  if (data.skip !== undefined || data.todo !== undefined) return { name, failed: 'skipped, and no test may be' };
  if (type === 'test:fail') return { name, failed: describe(error) };
  // Node reports a file that holds no test as one test that passed.
  const isWholeFile = data.nesting === 0 && data.file?.endsWith(data.name);
  return isWholeFile ? { name, failed: 'the file holds no tests' } : { name };
}

/** @param {any} error */
function describe(error) {
  const cause = error?.cause ?? error;
  return String(cause?.stack ?? cause?.message ?? cause ?? 'failed');
}
