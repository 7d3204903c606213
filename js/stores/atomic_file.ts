import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Milliseconds after which nobody can be writing a temporary file any more. */
const abandonedAfter = 3_600_000;

/** For its owner alone: a key is an address, and may hold a secret. */
const mode = 0o600;

/**
 * Puts `text` in the place of the file. Whenever the process or the machine stops, the file is the one before or the new one as a whole;
 * when the promise is fulfilled, the new one is on the disk.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const directory = dirname(path);
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  await mkdir(directory, { recursive: true });
  try {
    await writeToDisk(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(directory);
}

async function writeToDisk(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    // Otherwise the new name could reach the disk before the text does.
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name is in the directory, which is a file that has to reach the disk as well. */
async function syncDirectory(path: string): Promise<void> {
  let directory;
  try {
    directory = await open(path, 'r');
  } catch {
    // Windows opens no directory.
    return;
  }
  try {
    await directory.sync();
  } catch {
    // Some file systems know no such thing. The file is in its place, and whole.
  } finally {
    await directory.close();
  }
}

/** Deletes what processes left behind that were killed while they wrote. What cannot be deleted does no harm. */
export async function removeLeftovers(path: string): Promise<void> {
  const directory = dirname(path);
  const names = await readdir(directory).catch(() => []);
  const leftovers = names.filter((name) => name.startsWith(`${basename(path)}.`) && name.endsWith('.tmp'));
  for (const name of leftovers) {
    const leftover = join(directory, name);
    try {
      const { mtimeMs } = await stat(leftover);
      if (Date.now() - mtimeMs > abandonedAfter) await rm(leftover, { force: true });
    } catch {
      // Another process was faster.
    }
  }
}
