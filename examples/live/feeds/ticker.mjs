/**
 * @typedef {object} Tick
 * @property {string} symbol
 * @property {number} price
 * @property {number} time  milliseconds since 1970
 */

const openingPrices = { NOVA: 104, ORCA: 101, PINE: 98, ZEPH: 95 };

const volatility = 0.45;
const pullToOpening = 0.01;

/**
 * Prices on a random walk that stays near its opening price; the symbols take turns.
 * @param {() => number} random
 * @param {() => number} now
 * @returns {Generator<import('../feed.mjs').Step, never>}
 */
export function* ticker(random, now = Date.now) {
  const stocks = Object.entries(openingPrices).map(([symbol, opening]) => ({ symbol, opening, price: opening }));
  for (;;) {
    for (const stock of stocks) {
      // Three uniform numbers together come close enough to a bell curve.
      const noise = random() + random() + random() - 1.5;
      stock.price += volatility * noise + pullToOpening * (stock.opening - stock.price);
      /** @type {Tick} */
      const tick = { symbol: stock.symbol, price: Math.round(stock.price * 100) / 100, time: now() };
      yield { pause: 50 + random() * 100, type: 'tick', data: tick };
    }
  }
}
