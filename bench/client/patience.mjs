/**
 * @template T
 * @param {Promise<T>} result
 * @param {number} milliseconds
 * @param {() => string} describe what has come so far
 * @returns {Promise<T>} rejects when it takes longer
 */
export async function within(result, milliseconds, describe) {
  let timer;
  const impatience = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${describe()} within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([result, impatience]);
  } finally {
    clearTimeout(timer);
  }
}
