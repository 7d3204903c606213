/** The bytes of `event_stream_parser.wasm` in base64. */
export declare const base64Bytes: string;
