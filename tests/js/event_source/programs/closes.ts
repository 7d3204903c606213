// Closes at the moment that is named, and must then have nothing left to do.
import { EventSource } from 'eventsource-wasm';

const [url = '', moment] = process.argv.slice(2);
const source = new EventSource(url);
const close = (): void => {
  source.close();
};
if (moment === 'at once') close();
else if (moment === 'waiting') source.onerror = () => queueMicrotask(close);
else if (moment === 'signal') AbortSignal.timeout(1).addEventListener('abort', close);
else source.addEventListener(moment ?? 'message', close);
process.on('exit', () => {
  console.log(source.readyState);
});
