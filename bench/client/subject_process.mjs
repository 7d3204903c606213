// Measures one subject, in a process of its own: its memory and its CPU time are those of the process.
//
//   node --expose-gc subject_process.mjs SUBJECT PACKAGE_FOLDER
import { answerParent } from './answers.mjs';
import { chatClients } from './chat_clients.mjs';
import { measureChats } from './chats.mjs';
import { measureFlood } from './flood.mjs';
import { measureLatency } from './latency.mjs';
import { ManyStreams } from './many_streams.mjs';
import { subjects } from './subjects.mjs';

const [name, packageFolder = ''] = process.argv.slice(2);
const loading = load(subjects);
const loadingChat = load(chatClients);
const streams = new ManyStreams();

answerParent({
  load: async () => void (await Promise.any([loading, loadingChat])),
  flood: async (parameters) => measureFlood(await loading, parameters),
  latency: async (parameters) => measureLatency(await loading, parameters),
  'open streams': async (parameters) => streams.open(await loading, parameters),
  watch: (parameters) => streams.watch(parameters),
  watched: () => streams.watched(),
  chats: async (parameters) => measureChats(await loadingChat, parameters),
});

/**
 * @template T
 * @param {readonly { name: string, load: (packageFolder: string) => Promise<T> }[]} among
 * @returns {Promise<T>}
 */
function load(among) {
  const found = among.find((candidate) => candidate.name === name);
  const loading = found?.load(packageFolder) ?? Promise.reject(new Error(`nobody is called ${name}`));
  // It is told to who asks for it first.
  loading.catch(() => {});
  return loading;
}
