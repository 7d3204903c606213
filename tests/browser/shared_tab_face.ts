/** What a tab's page lets whoever runs the test ask, and do. */
export interface SharedTab {
  readonly numbers: number[];
  readonly troubles: string[];
  /** Resolves when the tab has been told that the connection is open. */
  readonly opened: Promise<void>;
  /** Resolves when the event with this number has come. */
  until(number: number): Promise<void>;
  pause(): void;
  resume(): void;
  close(): void;
}

declare global {
  var sharedTab: SharedTab;
}
