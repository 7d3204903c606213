/** @typedef {'chat' | 'scores' | 'ticker'} FeedName */

/** @type {FeedName[]} */
export const feedNames = ['chat', 'scores', 'ticker'];

/**
 * The types of the events that each feed sends: an EventSource hands an event only to those who listen to its type.
 * @type {Record<FeedName, string[]>}
 */
export const eventTypes = {
  chat: ['message'],
  scores: ['kickoff', 'goal', 'card', 'halftime', 'fulltime'],
  ticker: ['tick'],
};
