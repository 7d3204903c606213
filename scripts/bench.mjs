// Measures this package against others; their versions are pinned in bench/.
import { build } from './build.mjs';
import { runMain } from './setup/failure.mjs';
import { installNpmPackages } from './setup/npm_packages.mjs';
import { inRepository } from './setup/paths.mjs';
import { runProgram } from './setup/program.mjs';

await runMain(async () => {
  await build();
  await installNpmPackages(inRepository('bench'), 'npm packages to compare with');
  return runProgram('bench/run.mjs', process.argv.slice(2));
});
