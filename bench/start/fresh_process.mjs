// Begins with one subject, in a process that has done nothing before.
//
//   node fresh_process.mjs SUBJECT PACKAGE_FOLDER
import { answerParent } from '../client/answers.mjs';
import { Sink } from '../client/sink.mjs';
import { importEntry, subjects } from '../client/subjects.mjs';

const [name, packageFolder = ''] = process.argv.slice(2);

answerParent({
  /** Milliseconds. */
  async 'first event'({ url, types, first }) {
    const subject = subjects.find((candidate) => candidate.name === name);
    if (subject === undefined) throw new Error(`nobody is called ${name}`);
    const begin = performance.now();
    const open = await subject.load(packageFolder);
    const imported = performance.now();
    const sink = new Sink();
    const close = open(url, types, sink);
    await sink.reach({ events: 1, bytes: first }, 10_000);
    const end = performance.now();
    close();
    return { import: imported - begin, event: end - begin };
  },

  /** Milliseconds: the first parser makes the module, the second one finds it. */
  async 'first parser'() {
    const { createParser } = await importEntry(packageFolder, './parser');
    const begin = performance.now();
    createParser({ onEvent() {} });
    const made = performance.now();
    createParser({ onEvent() {} });
    return { first: made - begin, second: performance.now() - made };
  },
});
