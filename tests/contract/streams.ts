// A stream by each face of the package, opened as a contract test asks, with everything that comes out of it reported.
import { createEventSource, EventSource, type ClientEventSource } from 'eventsource-wasm';

/** What the suite tells of a stream that it wants; a field that it leaves out may be null as well. */
export interface StreamParameters {
  readonly streamUrl: string;
  readonly callbackUrl: string;
  readonly initialDelayMs?: number | null;
  readonly readTimeoutMs?: number | null;
  readonly lastEventId?: string;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Message =
  | { readonly kind: 'event'; readonly event: { readonly type: string; readonly data: string; readonly id: string } }
  | { readonly kind: 'comment'; readonly comment: string }
  | { readonly kind: 'error'; readonly error: string };

export interface OpenStream {
  listen(type: string): void;
  restart(): void;
  close(): void;
}

export interface Face {
  /** The optional features that the suite is to test. */
  readonly capabilities: readonly string[];
  open(parameters: StreamParameters, report: (message: Message) => void): OpenStream;
}

type ReceivedEvent = Readonly<Record<'type' | 'data' | 'lastEventId', string>>;

function eventMessage({ type, data, lastEventId }: ReceivedEvent): Message {
  return { kind: 'event', event: { type, data, id: lastEventId } };
}

function connectionOptions({ method, headers, body, lastEventId, initialDelayMs, readTimeoutMs }: StreamParameters) {
  const delay = initialDelayMs ?? undefined;
  return {
    method,
    headers,
    body,
    initialLastEventId: lastEventId,
    idleTimeout: readTimeoutMs ?? undefined,
    reconnect: { reconnectionTime: delay, backoff: delay },
    // The suite wants its POST request again after a loss.
    replay: true,
  };
}

function openClient(parameters: StreamParameters, report: (message: Message) => void): ClientEventSource {
  return createEventSource({
    ...connectionOptions(parameters),
    url: parameters.streamUrl,
    onComment: (comment) => {
      report({ kind: 'comment', comment });
    },
    onError: (error) => {
      report({ kind: 'error', error: error.message });
    },
  });
}

function commandsOf(source: ClientEventSource, listen: (type: string) => void): OpenStream {
  return {
    listen,
    restart: () => {
      source.restart();
    },
    close: () => {
      source.close();
    },
  };
}

const everyFace = [
  'bom',
  'headers',
  'last-event-id',
  'post',
  'read-timeout',
  'report',
  'server-directed-shutdown-request',
];

/** `createEventSource` with one handler for every event. */
const client: Face = {
  capabilities: [...everyFace, 'comments', 'restart'],
  open: (parameters, report) => {
    const source = openClient(parameters, report);
    source.onAny((event) => {
      report(eventMessage(event));
    });
    return commandsOf(source, () => undefined);
  },
};

/** `createEventSource` with a handler for each type that is asked for. */
const emitter: Face = {
  capabilities: [...everyFace, 'comments', 'restart', 'event-type-listeners'],
  open: (parameters, report) => {
    const source = openClient(parameters, report);
    const listen = (type: string): void => {
      source.on(type, (event) => {
        report(eventMessage(event));
      });
    };
    listen('message');
    return commandsOf(source, listen);
  },
};

/** `EventSource`, which tells of no comments and cannot be restarted. */
const standard: Face = {
  capabilities: [...everyFace, 'event-type-listeners'],
  open: (parameters, report) => {
    const source = new EventSource(parameters.streamUrl, connectionOptions(parameters));
    const listen = (type: string): void => {
      source.addEventListener(type, (event) => {
        report(eventMessage(event));
      });
    };
    listen('message');
    source.addEventListener('error', (event) => {
      report({ kind: 'error', error: event.message });
    });
    return {
      listen,
      restart: () => {
        throw new Error('EventSource cannot be restarted');
      },
      close: () => {
        source.close();
      },
    };
  },
};

export const faces: Readonly<Record<string, Face>> = { client, emitter, standard };
