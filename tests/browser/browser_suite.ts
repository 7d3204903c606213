import type { Cases, Environment } from '../js/event_source/case.js';
import { runCase } from '../js/event_source/run_case.js';
import { ServerClient } from '../support/server_client.js';
import type { CaseResult } from './case_result.js';
import { chosenCases } from './report_address.js';

/** An environment of browsers: listeners' exceptions arrive as `error` events of the global object. */
export function browserEnvironment(name: Environment['name']): Environment {
  return {
    name,
    captureErrors() {
      const errors: unknown[] = [];
      const listener = (event: Event): void => {
        errors.push((event as ErrorEvent).error);
        event.preventDefault();
      };
      addEventListener('error', listener);
      return {
        errors,
        restore() {
          removeEventListener('error', listener);
        },
      };
    },
  };
}

/** Runs themes of cases one after the other, and posts each result to the server that the page came from. */
export async function runThemes(
  themes: Readonly<Record<string, Cases>>,
  environment: Environment,
  report: string,
): Promise<void> {
  const post = async (result: CaseResult): Promise<void> => {
    await fetch(report, { method: 'POST', body: JSON.stringify(result) });
  };
  try {
    const server = await ServerClient.connect(location.origin);
    for (const [theme, cases] of Object.entries(themes)) {
      for (const [name, run] of Object.entries(cases)) {
        const result = { name: `${environment.name}: ${theme}: ${name}` };
        if (!result.name.includes(chosenCases())) continue;
        try {
          await runCase(run, server, environment);
          await post(result);
        } catch (error) {
          await post({ ...result, message: describe(error) });
        }
      }
    }
  } catch (error) {
    await post({ name: `${environment.name}: (the suite)`, message: describe(error) });
  }
  await post({ done: true });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${error.message}\n${error.stack ?? ''}`;
}
