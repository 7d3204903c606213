// One part of the bench in a process of its own, for runtimes on a server; the last line is what it measured, as JSON.
import { measurePart } from './measure_part.mjs';

const [part, options] = process.argv.slice(2);
console.log(JSON.stringify(await measurePart(part, JSON.parse(options))));
