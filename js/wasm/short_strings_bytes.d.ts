/** The bytes of the module of `bindings/short_strings.wat`, as `scripts/build/inline_bytes.mjs` writes them. */
export declare const shortStringsBytes: string;
