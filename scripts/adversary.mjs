// Lets the adversary loose on this package and on others; their versions are pinned in adversary/.
import { build } from './build.mjs';
import { runMain } from './setup/failure.mjs';
import { installNpmPackages } from './setup/npm_packages.mjs';
import { inRepository } from './setup/paths.mjs';
import { runProgram } from './setup/program.mjs';

await runMain(async () => {
  await build();
  await installNpmPackages(inRepository('adversary'), 'npm packages to hold against');
  return runProgram('adversary/run.mjs', process.argv.slice(2));
});
