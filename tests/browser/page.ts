import { clientSuite } from '../js/client_suite/suite.js';
import { suiteFor } from '../js/event_source/suite.js';
import { browserEnvironment, runThemes } from './browser_suite.js';
import { reportAddress } from './report_address.js';

const environment = browserEnvironment('page');
const themes = { ...suiteFor(environment), ...clientSuite };
void runThemes(themes, environment, reportAddress());
