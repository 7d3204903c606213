export interface LastEventIdStore {
  get(key: string): string | undefined | null | Promise<string | undefined | null>;
  set(key: string, lastEventId: string): void | Promise<void>;
  delete?(key: string): void | Promise<void>;
}
