import { suiteFor } from '../js/event_source/suite.js';
import { browserEnvironment, runThemes } from './browser_suite.js';
import { reportAddress } from './report_address.js';

const environment = browserEnvironment('page');
void runThemes(suiteFor(environment), environment, reportAddress());
