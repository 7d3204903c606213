import { pick } from '../seeded_random.mjs';

/**
 * @typedef {object} Score  a match as it stands after the event
 * @property {number} match
 * @property {number} minute
 * @property {string} home
 * @property {string} away
 * @property {[number, number]} goals
 * @property {string} [player]  of a goal or a card
 */
/** @typedef {'kickoff' | 'goal' | 'card' | 'halftime' | 'fulltime'} ScoreType */
/** @typedef {Score & { kickoffAt: number }} Match */

/** @type {[[string, string], ...[string, string][]]} */
const fixtures = [
  ['Harbour', 'Northgate'],
  ['Millbrook', 'Old Town'],
  ['Riverside', 'Lakeview'],
  ['Northgate', 'Millbrook'],
  ['Old Town', 'Riverside'],
  ['Lakeview', 'Harbour'],
];

/** @type {[string, ...string[]]} */
const players = [
  'Adeyemi',
  'Bergström',
  'Castro',
  'Dubois',
  'Eriksen',
  'Fujita',
  'García',
  'Horvat',
  'Ito',
  'Jansen',
  'Kowalski',
  'Łuczak',
];

const matchesAtOnce = 3;
const minuteLasts = 110;
const minutesBetweenKickoffs = 14;
const chanceOfGoal = 0.035;
const chanceOfCard = 0.02;

/**
 * Three matches at a time, on a clock that runs fast; each that ends makes room for the next fixture.
 * @param {() => number} random
 * @returns {Generator<import('../feed.mjs').Step, never>}
 */
export function* scores(random) {
  /** @type {Match[]} */
  let matches = [];
  let started = 0;
  let nextKickoff = 0;
  let pause = 0;
  for (let clock = 0; ; clock += 1) {
    if (matches.length < matchesAtOnce && clock >= nextKickoff) {
      const [home, away] = fixtures[started % fixtures.length] ?? fixtures[0];
      started += 1;
      nextKickoff = clock + minutesBetweenKickoffs;
      matches.push({ match: started, kickoffAt: clock, minute: 0, home, away, goals: [0, 0] });
    }
    for (const match of matches) {
      match.minute = clock - match.kickoffAt;
      const happened = whatHappens(match, random);
      if (!happened) continue;
      yield { pause, ...happened };
      pause = 0;
    }
    matches = matches.filter((match) => match.minute < 90);
    pause += minuteLasts;
  }
}

/**
 * @param {import('../history.mjs').FeedEvent} event
 * @returns {boolean} whether the matches can be followed from here on
 */
export function isKickoff({ type }) {
  return type === 'kickoff';
}

/**
 * @param {Match} match
 * @param {() => number} random
 * @returns {{ type: ScoreType, data: Score } | undefined}
 */
function whatHappens(match, random) {
  if (match.minute === 0) return report('kickoff', match);
  if (match.minute === 45) return report('halftime', match);
  if (match.minute === 90) return report('fulltime', match);
  const chance = random();
  if (chance < chanceOfGoal) {
    match.goals[random() < 0.55 ? 0 : 1] += 1;
    return report('goal', match, pick(random, players));
  }
  if (chance < chanceOfGoal + chanceOfCard) return report('card', match, pick(random, players));
  return undefined;
}

/**
 * @param {ScoreType} type
 * @param {Match} state
 * @param {string} [player]
 * @returns {{ type: ScoreType, data: Score }}
 */
function report(type, { match, minute, home, away, goals }, player) {
  const data = { match, minute, home, away, goals: /** @type {[number, number]} */ ([...goals]) };
  return { type, data: player === undefined ? data : { ...data, player } };
}
