/** @typedef {import('./colours.mjs').Paint} Paint */
/** @typedef {import('./line_writer.mjs').LineWriter} LineWriter */
/** @typedef {import('../shared/feed_names.js').FeedName} FeedName */

const ticksInLine = 8;

/** @type {Record<FeedName, import('./colours.mjs').Style>} */
const labelColours = { chat: 'cyan', scores: 'yellow', ticker: 'magenta' };
const labelWidth = 9;

/**
 * @param {Paint} paint
 * @param {FeedName} name
 */
export function feedLabel(paint, name) {
  return paint(labelColours[name], name.padEnd(labelWidth - 2)) + paint('dim', '│ ');
}

/**
 * How the events of each feed become text.
 * @param {LineWriter} writer
 * @param {Paint} paint
 * @returns {Record<FeedName, (type: string, data: unknown) => void>}
 */
export function feedPrinters(writer, paint) {
  return {
    chat: chatPrinter(writer, paint),
    scores: scoresPrinter(writer, paint),
    ticker: tickerPrinter(writer, paint),
  };
}

/**
 * @param {LineWriter} writer
 * @param {Paint} paint
 */
function chatPrinter(writer, paint) {
  const label = feedLabel(paint, 'chat');
  return (/** @type {string} */ _type, /** @type {unknown} */ data) => {
    const [{ delta, finish_reason: finishReason }] = /** @type {import('../feeds/chat.mjs').ChatChunk} */ (data)
      .choices;
    if (delta.role === 'user') writer.line(label + paint('bold', `❯ ${delta.content}`));
    else if (delta.role === 'assistant') writer.startFlow(label, labelWidth);
    if (delta.role === undefined && delta.content) writer.flow(delta.content);
    if (finishReason) writer.endFlow();
  };
}

/**
 * @param {LineWriter} writer
 * @param {Paint} paint
 */
function scoresPrinter(writer, paint) {
  /** @type {Record<string, string>} */
  const marks = {
    kickoff: paint('dim', 'kick-off '),
    goal: paint(['green', 'bold'], 'GOAL     '),
    card: paint('yellow', 'card     '),
    halftime: paint('dim', 'half time'),
    fulltime: paint('bold', 'full time'),
  };
  return (/** @type {string} */ type, /** @type {unknown} */ data) => {
    const { minute, home, away, goals, player } = /** @type {import('../feeds/scores.mjs').Score} */ (data);
    const score = paint('bold', goals.join(':'));
    const by = player ? paint('dim', `  ${player}`) : '';
    writer.line(
      `${feedLabel(paint, 'scores')}${String(minute).padStart(2)}' ${marks[type]} ${home} ${score} ${away}${by}`,
    );
  };
}

/**
 * @param {LineWriter} writer
 * @param {Paint} paint
 */
function tickerPrinter(writer, paint) {
  /** @type {Map<string, { printed: number, price: number }>} */
  const prices = new Map();
  let ticks = 0;
  return (/** @type {string} */ _type, /** @type {unknown} */ data) => {
    const { symbol, price } = /** @type {import('../feeds/ticker.mjs').Tick} */ (data);
    prices.set(symbol, { printed: prices.get(symbol)?.printed ?? price, price });
    ticks += 1;
    // A line for each tick would leave no room for the other feeds.
    if (ticks % ticksInLine !== 0) return;
    const columns = Array.from(prices, ([name, stock]) => {
      const change = stock.price - stock.printed;
      stock.printed = stock.price;
      const arrow = change > 0 ? paint('green', '▲') : change < 0 ? paint('red', '▼') : ' ';
      return `${paint('dim', name)} ${stock.price.toFixed(2).padStart(6)} ${arrow}`;
    });
    writer.line(feedLabel(paint, 'ticker') + columns.join('  '));
  };
}
