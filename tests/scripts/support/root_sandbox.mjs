import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inRepository } from '../../../scripts/setup/paths.mjs';
import { fixture } from './fixture.mjs';

const maker = `
  import { makeDebianRoot } from ${JSON.stringify(inRepository('scripts/setup/debian_root.mjs'))};
  console.log('made ' + await makeDebianRoot({ uid: 0, etcApt: ${JSON.stringify(fixture('deb822'))} }));`;

/** The set-up of the Debian root, with a debootstrap of ours and a cache of its own. */
export class RootSandbox {
  #folder = mkdtempSync(join(tmpdir(), 'debian-root-'));

  /** @param {string} script what debootstrap does, with the folder to fill as $target */
  constructor(script) {
    mkdirSync(join(this.#folder, 'bin'));
    this.setDebootstrap(script);
  }

  /** @param {string} script */
  setDebootstrap(script) {
    const text = `#!/bin/sh\necho call >> "${this.#calls}"\nshift 3\ntarget=$1\n${script}\n`;
    writeFileSync(join(this.#folder, 'bin', 'debootstrap'), text, { mode: 0o755 });
  }

  get #calls() {
    return join(this.#folder, 'calls');
  }

  get calls() {
    return existsSync(this.#calls) ? readFileSync(this.#calls, 'utf8').split('\n').length - 1 : 0;
  }

  /** What stands in the cache, without the lock. */
  get cached() {
    const cache = join(this.#folder, 'eventsource-wasm');
    return existsSync(cache) ? readdirSync(cache).filter((name) => !name.endsWith('.lock')) : [];
  }

  start() {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', maker], {
      env: { ...process.env, XDG_CACHE_HOME: this.#folder, PATH: `${this.#folder}/bin:${process.env.PATH ?? ''}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
    const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode, output }));
    return { child, ended };
  }

  /** Waits until debootstrap is at work for the nth time. @param {number} [calls] */
  async untilAtWork(calls = 1) {
    while (this.calls < calls) await setTimeout(20);
    // Its next command writes into the root.
    await setTimeout(200);
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
