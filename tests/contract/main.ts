// node build/tests/contract/main.js [client | emitter | standard] [port]
import { startService } from './service.js';
import { faces } from './streams.js';

const [name = 'client', port = '8000'] = process.argv.slice(2);
const face = faces[name];
if (face === undefined) throw new Error(`"${name}" is none of ${Object.keys(faces).join(', ')}`);
const { url, stopped } = await startService(face, Number(port));
console.log(`${url} tests ${name}: ${face.capabilities.join(', ')}`);
await stopped;
