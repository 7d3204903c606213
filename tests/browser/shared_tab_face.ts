/** What a tab's page lets whoever runs the test ask. */
export interface SharedTab {
  /** Of the events that came. */
  readonly numbers: number[];
  readonly errors: string[];
  /** Resolves when the tab has been told that the connection is open. */
  readonly opened: Promise<void>;
  /** Resolves when the event with this number has come. */
  until(number: number): Promise<void>;
}

declare global {
  var sharedTab: SharedTab;
}
