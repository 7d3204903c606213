import { attempt } from './command.mjs';

/**
 * The command line that gives what follows it a mount table of its own, so that the machine's stays as it is; undefined
 * where the kernel does not let us, as in containers without CAP_SYS_ADMIN.
 * @param {readonly string[]} [more] further options of unshare
 * @returns {Promise<string[] | undefined>}
 */
export async function mountNamespace(more = []) {
  const asUser = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const unshare = ['unshare', ...asUser, '--mount', '--propagation', 'private', ...more, '--'];
  const { code } = await attempt('unshare', [...unshare.slice(1), 'true']);
  return code === 0 ? unshare : undefined;
}
