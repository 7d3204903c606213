import { pipeline, Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

type Body = ReadableStream<Uint8Array<ArrayBuffer>>;

// What a sync point of the encoder has completed is handed on, and the end need not be proper.
const zlib = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const brotli = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };

/** RFC 9110, section 8.4.1. */
const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(zlib),
  'x-gzip': () => createGunzip(zlib),
  deflate: () => createInflate(zlib),
  br: () => createBrotliDecompress(brotli),
};

/**
 * The body without the codings that its `Content-Encoding` field names. None are asked for, but a proxy may know better.
 *
 * @throws TypeError for a coding that is not known
 */
export function decode(body: Body, field: string | null): Body {
  const names = (field ?? '').split(',').map((name) => name.trim().toLowerCase());
  // RFC 9110, section 8.4: they are listed "in the order in which they were applied".
  return names
    .filter((name) => name !== '' && name !== 'identity')
    .reduceRight((coded, name) => through(coded, name), body);
}

function through(body: Body, name: string): Body {
  const make = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  if (make === undefined) throw new TypeError(`the answer has the content coding "${name}", which is not known`);
  const decoder = make();
  // What goes wrong destroys the decoder, and is told to who reads from it.
  pipeline(Readable.fromWeb(body), decoder, () => undefined);
  return Readable.toWeb(decoder);
}
