/** The two faces of the parser that are measured. */
export const ours = ['createParser', 'EventStreamParser'];

/** The one to beat. */
export const peer = 'eventsource-parser 4';

export const floor = 'floor';

/** Measured in every cell, and as often as its time allows; others as long as they don't take that time away. */
export const mainNames = [...ours, peer, floor];
