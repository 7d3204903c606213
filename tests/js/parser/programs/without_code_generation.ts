import assert from 'node:assert/strict';
import { EventStreamParser } from 'eventsource-wasm';
import { createParser } from 'eventsource-wasm/parser';

// Both faces where neither `eval` nor `new Function` works, as in a page with a strict Content-Security-Policy.

// eslint-disable-next-line no-eval -- it has to fail
assert.throws(() => (0, globalThis.eval)('1'), EvalError);

const seen: string[] = [];
const parser = new EventStreamParser({ onComment: (comment) => seen.push(comment) });
parser.on('add', ({ data }) => void seen.push(data));
parser.push(': hello\nevent: add\ndata: 1\n\n');
parser.end();
parser.reset();
parser.delete();
createParser({ onEvent: ({ data }) => seen.push(data) }).feed('data: 2\n\n');
assert.throws(() => new EventStreamParser({ maxEventSize: 1 }).push('data: 12'), { code: 'ERR_SSE_EVENT_TOO_LARGE' });

process.stdout.write(JSON.stringify(seen));
