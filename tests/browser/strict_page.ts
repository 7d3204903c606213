// The page's Content-Security-Policy allows scripts of its own origin and WebAssembly, and no code from strings.
import { createParser } from 'eventsource-wasm/parser';
import { messageCases } from '../js/event_source/cases/message_cases.js';
import { streamCases } from '../js/event_source/cases/stream_cases.js';
import type { Cases } from '../js/event_source/case.js';
import { equal, ok, thrownBy } from '../support/expect.js';
import { browserEnvironment, runThemes } from './browser_suite.js';
import { reportAddress } from './report_address.js';

const policyCases: Cases = {
  'code from strings is refused': () => {
    ok(thrownBy(() => Reflect.construct(Function, ['return 1'])) instanceof EvalError, 'an EvalError');
  },
  'createParser() works': () => {
    const data: string[] = [];
    createParser({ onEvent: (event) => data.push(event.data) }).feed('data: 1\n\n');
    equal(data, ['1']);
  },
};

const themes = { 'under a strict policy': policyCases, messages: messageCases, 'the stream': streamCases };
void runThemes(themes, browserEnvironment('page'), reportAddress());
