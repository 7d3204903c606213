/** What was wrong with a stream, or with how much of it came. */
export type ParseErrorType = 'invalid-retry' | 'max-buffer-size-exceeded' | 'unknown-field';

/** What `createParser` tells `onError`. */
export class ParseError extends Error {
  readonly type: ParseErrorType;
  /** The field's name, for `unknown-field`. */
  readonly field?: string;
  /** The field's value, for `unknown-field` and `invalid-retry`. */
  readonly value?: string;
  /** The line that the field stood in. */
  readonly line?: string;

  constructor(
    message: string,
    options: { type: ParseErrorType; field?: string; value?: string; line?: string; cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ParseError';
    this.type = options.type;
    if (options.field !== undefined) this.field = options.field;
    if (options.value !== undefined) this.value = options.value;
    if (options.line !== undefined) this.line = options.line;
  }
}
