// From a fresh clone to live streams: sets up what is missing, builds, and starts the example.
import { build } from './build.mjs';
import { runMain } from './setup/failure.mjs';
import { runProgram } from './setup/program.mjs';

await runMain(async () => {
  await build();
  return runProgram('examples/live/start.mjs', process.argv.slice(2));
});
