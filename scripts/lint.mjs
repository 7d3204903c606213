// Checks the style and the types of everything. `--fix` corrects what a tool can.
import { build } from './build.mjs';
import { checks } from './lint/checks.mjs';
import { runMain } from './setup/failure.mjs';
import { installNativeTools } from './setup/native_tools.mjs';
import { say, secondsSince } from './setup/progress.mjs';

await runMain(async () => {
  const shouldFix = process.argv.includes('--fix');
  await installNativeTools();
  // The tests' types resolve to what is built.
  await build();

  let failed = 0;
  for (const { name, run, fix } of checks) {
    const start = performance.now();
    const complaints = await (shouldFix && fix ? fix() : run());
    say(`${name}: ${complaints ? 'not well' : 'ok'} (${secondsSince(start)})`);
    if (!complaints) continue;
    say(complaints);
    failed += 1;
  }
  return failed === 0 ? 0 : 1;
});
