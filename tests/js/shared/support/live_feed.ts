const encoder = new TextEncoder();

/** A server that numbers its events, and resumes exactly, unless told otherwise, after the one that `Last-Event-ID` names. */
export class LiveFeed {
  readonly requests: {
    readonly lastEventId: string;
    readonly method: string;
    readonly authorization: string | null;
  }[] = [];
  /** What the server does with a request instead of answering it with the stream; a status. */
  refusal: number | undefined;
  /** Whether events that came before the request are sent at all. */
  replays = true;
  /** Whether events carry an ID. */
  hasIds = true;
  bytesSent = 0;
  #count = 0;
  readonly #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  readonly #waiting = new Set<() => void>();

  get openCount(): number {
    return this.#streams.size;
  }

  /** Bytes that somebody is still to read. */
  get bytesWaiting(): number {
    let waiting = 0;
    for (const { desiredSize } of this.#streams) waiting -= desiredSize ?? 0;
    return waiting;
  }

  get count(): number {
    return this.#count;
  }

  readonly fetch = (_url: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    const lastEventId = headers.get('last-event-id') ?? '';
    this.requests.push({ lastEventId, method: init.method ?? 'GET', authorization: headers.get('authorization') });
    if (this.refusal !== undefined) {
      const response = new Response('no', { status: this.refusal, headers: { 'x-reason': 'test' } });
      return Promise.resolve(response);
    }
    const body = this.#stream(Number(lastEventId), init.signal ?? undefined);
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  };

  /** So many events more. */
  send(count: number): void {
    for (let sent = 0; sent < count; sent++) {
      this.#count++;
      this.write(this.#text(this.#count));
    }
  }

  write(text: string): void {
    for (const stream of this.#streams) this.#enqueue(stream, text);
  }

  /** The connections end, properly. */
  end(): void {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
  }

  /** Resolves when so many connections are open. */
  async hasOpen(count: number): Promise<void> {
    while (this.#streams.size !== count) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
  }

  #stream(seen: number, signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const gone = (): void => {
      if (this.#streams.delete(own)) this.#changed();
    };
    const source: UnderlyingDefaultSource<Uint8Array> = {
      start: (controller) => {
        own = controller;
        const first = this.replays && this.hasIds ? seen + 1 : this.#count + 1;
        for (let number = first; number <= this.#count; number++) this.#enqueue(controller, this.#text(number));
        this.#streams.add(controller);
        signal?.addEventListener('abort', () => {
          gone();
          controller.error(signal.reason);
        });
        this.#changed();
      },
      cancel: gone,
    };
    return new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: 0 }));
  }

  #enqueue(stream: ReadableStreamDefaultController<Uint8Array>, text: string): void {
    const bytes = encoder.encode(text);
    stream.enqueue(bytes);
    this.bytesSent += bytes.length;
  }

  #text(number: number): string {
    return `${this.hasIds ? `id: ${number}\n` : ''}data: ${number}\n\n`;
  }

  #changed(): void {
    for (const resume of this.#waiting) resume();
    this.#waiting.clear();
  }
}
