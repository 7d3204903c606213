/** The bytes of `event_stream_parser.wasm`, as `scripts/build/inline_bytes.mjs` writes them. */
export declare const inlineBytes: string;
