import { DataError, type DataIssue } from '../errors/data_error.js';
import { InvalidOptionError } from '../errors/invalid_option_error.js';
import type { StreamEvent } from '../parser/stream_item.js';
import { isPromise } from './handlers.js';
import type { SchemaResult, StandardSchema } from './standard_schema.js';

/** What makes a type's JSON what it is to be: nothing but parsing, a function that returns the value or throws, or a schema. */
export type JsonDecoder<T> = true | ((value: unknown) => T) | StandardSchema<T>;

/** The `json` option. */
export type JsonOption<Events> = boolean | { readonly [K in keyof Events]?: JsonDecoder<Events[K]> };

/** The data of an event, or a promise of them. Throws, or rejects with, a `DataError`. */
export type DecodeData = (event: StreamEvent) => unknown;

/** @throws InvalidOptionError when `json` is none */
export function dataDecoder(json: JsonOption<Record<string, unknown>> | undefined): DecodeData | undefined {
  if (json === undefined || json === false) return undefined;
  if (json === true) return (event) => (event.data === '' ? '' : parse(event));
  const decoders = new Map<string, JsonDecoder<unknown>>();
  for (const [type, decoder] of Object.entries(json)) {
    if (decoder !== undefined) decoders.set(type, checkDecoder(type, decoder));
  }
  return (event) => {
    const decoder = decoders.get(event.type);
    // An event without data says only that it happened, or what its ID is: there is no JSON in it.
    return decoder === undefined || event.data === '' ? event.data : decode(event, decoder);
  };
}

function checkDecoder(type: string, decoder: unknown): JsonDecoder<unknown> {
  if (decoder === true || typeof decoder === 'function' || isSchema(decoder)) return decoder as JsonDecoder<unknown>;
  throw new InvalidOptionError(`json.${type}`, 'must be true, a function, or a Standard Schema');
}

function isSchema(decoder: unknown): decoder is StandardSchema {
  return (typeof decoder === 'object' || typeof decoder === 'function') && decoder !== null && '~standard' in decoder;
}

function decode(event: StreamEvent, decoder: JsonDecoder<unknown>): unknown {
  const value = parse(event);
  if (decoder === true) return value;
  // Some schemas can be called, too.
  if (isSchema(decoder)) return validate(event, decoder, value);
  return attempt(event, () => decoder(value));
}

/** Whatever the caller's code throws or rejects with becomes a `DataError`. */
function attempt(event: StreamEvent, run: () => unknown): unknown {
  const fail = (cause: unknown): never => {
    throw cause instanceof DataError ? cause : refusal(event, 'are refused', undefined, cause);
  };
  try {
    const result = run();
    return isPromise(result) ? result.then(undefined, fail) : result;
  } catch (cause) {
    return fail(cause);
  }
}

function parse(event: StreamEvent): unknown {
  try {
    return JSON.parse(event.data);
  } catch (cause) {
    throw refusal(event, 'are no JSON', undefined, cause);
  }
}

function validate(event: StreamEvent, schema: StandardSchema, value: unknown): unknown {
  return attempt(event, () => {
    const result = schema['~standard'].validate(value);
    return isPromise(result) ? result.then((settled) => accept(event, settled)) : accept(event, result);
  });
}

function accept(event: StreamEvent, result: SchemaResult<unknown>): unknown {
  if (result.issues === undefined) return result.value;
  throw refusal(event, 'are refused', result.issues);
}

function refusal(event: StreamEvent, what: string, issues?: readonly DataIssue[], cause?: unknown): DataError {
  const reason = issues === undefined ? describe(cause) : issues.map(({ message }) => message).join('; ');
  const { type, data, id, lastEventId } = event;
  const message = `The data of an event "${type}" ${what}: ${reason}`;
  return new DataError(message, { type, data, id, lastEventId }, issues, cause === undefined ? {} : { cause });
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
