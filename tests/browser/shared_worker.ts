import { messageCases } from '../js/event_source/cases/message_cases.js';
import { lifecycleCases } from '../js/event_source/cases/lifecycle_cases.js';
import { closeCases } from '../js/event_source/cases/close_cases.js';
import { browserEnvironment, runThemes } from './browser_suite.js';
import { reportAddress } from './report_address.js';

const themes = { messages: messageCases, 'life of a connection': lifecycleCases, 'close()': closeCases };
void runThemes(themes, browserEnvironment('shared worker'), reportAddress());
