// Makes the machine ready. `node scripts/setup.mjs [everything | build | emscripten]`
import { setUpEverything, setUpForBuild } from './setup/everything.mjs';
import { installEmscripten } from './setup/emscripten.mjs';
import { Failure, runMain } from './setup/failure.mjs';
import { say, secondsSince } from './setup/progress.mjs';

/** @type {Map<string, () => Promise<unknown>>} */
const parts = new Map(
  Object.entries({
    everything: setUpEverything,
    build: setUpForBuild,
    emscripten: installEmscripten,
  }),
);

await runMain(async () => {
  const name = process.argv[2] ?? 'everything';
  const part = parts.get(name);
  if (!part) throw new Failure(`There is no "${name}" to set up; there is ${[...parts.keys()].join(', ')}`);
  const start = performance.now();
  await part();
  say(`All set (${secondsSince(start)})`);
});
