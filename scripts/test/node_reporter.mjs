// A reporter for `node --test`, in every Node that the tests run in: a line of JSON for each test.

/**
 * What is read of the events of node:test.
 * @typedef {{ failureType?: string, message?: string, stack?: string, cause?: string | { message?: string, stack?: string } }} TestError
 * @typedef {object} TestEvent
 * @property {string} name
 * @property {number} nesting
 * @property {string} [file]
 * @property {number} [line]
 * @property {string | boolean} [skip]
 * @property {string | boolean} [todo]
 * @property {{ type?: string, error?: TestError }} [details]
 *
 * @param {AsyncIterable<{ type: string, data: TestEvent }>} events
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
 * @param {TestEvent} data
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

/** @param {TestError | undefined} error */
function describe(error) {
  const cause = error?.cause ?? error;
  if (typeof cause === 'string') return cause;
  return cause?.stack ?? cause?.message ?? 'failed';
}
