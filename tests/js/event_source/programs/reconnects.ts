// Prints what it hears, and closes at the second message. Between the two nothing but the reconnect keeps the process alive.
import { EventSource } from 'eventsource-wasm';

const source = new EventSource(process.argv[2] ?? '');
const heard: string[] = [];
source.onerror = () => heard.push('error');
source.onmessage = ({ data }) => {
  heard.push(data);
  if (data === '2') source.close();
};
process.on('exit', () => {
  console.log(heard.join(' '));
});
