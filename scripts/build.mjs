// Builds dist/ out of the sources.
import { buildDistribution } from './build/distribution.mjs';
import { buildWasm } from './build/wasm.mjs';
import { setUpForBuild } from './setup/everything.mjs';
import { runMain } from './setup/failure.mjs';

export async function build() {
  await buildWasm(await setUpForBuild());
  await buildDistribution();
}

if (import.meta.filename === process.argv[1]) await runMain(build);
