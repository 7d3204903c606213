import { BodyPump } from '../connection/body_pump.js';
import { type BodyReading, type DirectBody, readDirectly } from '../connection/body_reader.js';
import type { IncomingBody } from '../connection/incoming_body.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import type { Head } from './http_head.js';

/**
 * An answer that is an event stream, for a connection that shows it to nobody: what it looks at of a `Response`. A real one costs more
 * than the request, and its class brings all of undici along.
 */
export class EventStreamAnswer {
  readonly status = 200;
  readonly ok = true;
  readonly type = 'default';
  readonly bodyUsed = false;
  readonly statusText: string;
  readonly url: string;
  readonly headers: AnswerFields;
  readonly body: AnswerBody;

  constructor(url: string, { statusText, fields }: Pick<Head, 'statusText' | 'fields'>, body: IncomingBody) {
    this.url = url;
    this.statusText = statusText;
    this.headers = new AnswerFields(fields);
    this.body = new AnswerBody(body);
  }
}

class AnswerFields {
  readonly #fields: readonly string[];

  constructor(fields: readonly string[]) {
    this.#fields = fields;
  }

  get(name: string): string | null {
    return fieldOf(this.#fields, name);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }
}

/** @param fields names in lower case and values, by turns */
export function fieldOf(fields: readonly string[], name: string): string | null {
  let all: string | null = null;
  for (let place = 0; place < fields.length; place += 2) {
    if (fields[place] !== name) continue;
    const value = fields[place + 1] as string;
    all = all === null ? value : `${all}, ${value}`;
  }
  return all;
}

class AnswerBody implements DirectBody {
  readonly locked = false;
  readonly #body: IncomingBody;

  constructor(body: IncomingBody) {
    this.#body = body;
  }

  [readDirectly](reading: BodyReading): Promise<EventSourceError | undefined> {
    return new BodyPump(this.#body, reading).run();
  }

  cancel(): Promise<void> {
    this.#body.cancel();
    return Promise.resolve();
  }
}
