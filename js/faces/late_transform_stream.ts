import { isNode } from '../connection/platform.js';

let isTransformStream = false;

/** Not before the first is constructed: Node loads all of its web streams for whoever names one of their classes. */
function becomeTransformStream(): void {
  isTransformStream = true;
  Object.setPrototypeOf(StreamInNode, TransformStream);
  Object.setPrototypeOf(StreamInNode.prototype, TransformStream.prototype);
}

function StreamInNode(...options: ConstructorParameters<typeof TransformStream>): unknown {
  if (!isTransformStream) becomeTransformStream();
  return Reflect.construct(TransformStream, options, new.target);
}

/** `TransformStream`, to be inherited from. */
export const LateTransformStream = isNode() ? (StreamInNode as unknown as typeof TransformStream) : TransformStream;
