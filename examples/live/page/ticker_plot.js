import uPlot from 'uplot';
import { build } from './elements.js';

/** @typedef {import('../feeds/ticker.mjs').Tick} Tick */

const shownTicks = 240;

/** A line for each symbol, and its current price in a list. */
export class TickerPlot {
  #container;
  #list;
  /** @type {number[]} */
  #times = [];
  /** @type {Map<string, { prices: (number | null)[], label: HTMLElement }>} */
  #stocks = new Map();
  /** @type {uPlot | undefined} */
  #plot;
  #isDrawPending = false;

  /**
   * @param {HTMLElement} container
   * @param {HTMLElement} list
   */
  constructor(container, list) {
    this.#container = container;
    this.#list = list;
    // The canvas knows nothing of CSS: it is drawn anew for other colours, and resized by hand.
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#rebuild());
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(container);
  }

  /** @param {Tick} tick */
  add({ symbol, price, time }) {
    const isNew = !this.#stocks.has(symbol);
    if (isNew) this.#addStock(symbol);
    this.#times.push(time);
    for (const [name, { prices }] of this.#stocks) {
      prices.push(name === symbol ? price : null);
    }
    if (this.#times.length > shownTicks) {
      this.#times.shift();
      for (const { prices } of this.#stocks.values()) prices.shift();
    }
    this.#showPrice(symbol, price);
    if (isNew) this.#rebuild();
    else this.#drawSoon();
  }

  /** @param {string} symbol */
  #addStock(symbol) {
    const label = build('dd', '');
    this.#list.append(build('div', '', build('dt', '', symbol), label));
    this.#stocks.set(symbol, { prices: this.#times.map(() => null), label });
  }

  /**
   * @param {string} symbol
   * @param {number} price
   */
  #showPrice(symbol, price) {
    const stock = this.#stocks.get(symbol);
    if (!stock) return;
    const change = price - (stock.prices.find((shown) => shown !== null) ?? price);
    const sign = change < 0 ? '−' : '+';
    const changeText = build('small', change < 0 ? 'down' : 'up', `${sign}${Math.abs(change).toFixed(2)}`);
    stock.label.replaceChildren(price.toFixed(2), ' ', changeText);
  }

  #drawSoon() {
    if (this.#isDrawPending) return;
    this.#isDrawPending = true;
    requestAnimationFrame(() => {
      this.#isDrawPending = false;
      this.#plot?.setData(this.#data());
    });
  }

  #size() {
    return { width: this.#container.clientWidth, height: this.#container.clientHeight };
  }

  /** @returns {uPlot.AlignedData} */
  #data() {
    return [this.#times, ...Array.from(this.#stocks.values(), ({ prices }) => prices)];
  }

  #rebuild() {
    const style = window.getComputedStyle(this.#container);
    const axis = {
      stroke: style.getPropertyValue('--muted'),
      grid: { stroke: style.getPropertyValue('--line'), width: 1 },
      ticks: { show: false },
      font: '12px system-ui, sans-serif',
    };
    this.#plot?.destroy();
    this.#plot = new uPlot(
      {
        ...this.#size(),
        ms: 1,
        legend: { show: false },
        cursor: { drag: { x: false, y: false } },
        axes: [
          { ...axis, space: 90, values: '{HH}:{mm}:{ss}', size: 30 },
          { ...axis, size: 44 },
        ],
        series: [
          {},
          ...Array.from(this.#stocks.keys(), (label, index) => ({
            label,
            stroke: style.getPropertyValue(`--symbol-${index + 1}`),
            width: 2,
            points: { show: false },
            // The symbols take turns, so at each time only one has a price.
            spanGaps: true,
          })),
        ],
      },
      this.#data(),
      this.#container,
    );
  }
}
