/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** @param {readonly number[]} values */
export function geometricMean(values) {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/**
 * @param {readonly import('./stopwatch.mjs').Cost[]} costs
 * @param {number} parts that each of them is the cost of
 * @returns {import('./stopwatch.mjs').Cost} of a part, as the median has it
 */
export function medianCost(costs, parts) {
  const wall = median(costs.map((cost) => cost.wall)) / parts;
  const cpu = costs[0]?.cpu === undefined ? undefined : median(costs.map((cost) => cost.cpu ?? NaN)) / parts;
  return { wall, cpu };
}
