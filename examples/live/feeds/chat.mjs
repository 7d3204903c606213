import { questions } from './chat_questions.mjs';

/**
 * @typedef {object} ChatChunk  laid out like the chunks of the OpenAI chat completions API
 * @property {string} id
 * @property {'chat.completion.chunk'} object
 * @property {string} model
 * @property {[{ index: 0, delta: { role?: 'user' | 'assistant', content?: string }, finish_reason: 'stop' | null }]} choices
 */

// About the size of a language model's tokens: up to five letters, or a mark, each with the space before it.
const token = /\s?(?:\p{L}{1,5}|\p{N}{1,3}|[^\p{L}\p{N}\s]+)|\s/gu;

const pauseBeforeQuestion = 900;
const pauseBeforeAnswer = 500;

/**
 * Answers that are streamed token by token; when one ends, the next question follows.
 * @param {() => number} random
 * @returns {Generator<import('../feed.mjs').Step, never>}
 */
export function* chat(random) {
  for (let turn = 0; ; turn += 1) {
    const { question, answer } = questions[turn % questions.length] ?? questions[0];
    const id = `chatcmpl-${turn + 1}`;
    yield step(turn === 0 ? 0 : pauseBeforeQuestion, id, { role: 'user', content: question });
    yield step(pauseBeforeAnswer, id, { role: 'assistant', content: '' });
    for (const [content] of answer.matchAll(token)) {
      yield step(20 + random() * 40, id, { content });
    }
    yield step(20, id, {}, 'stop');
  }
}

/**
 * @param {import('../history.mjs').FeedEvent} event
 * @returns {boolean} whether a conversation can be followed from here on
 */
export function isQuestion({ data }) {
  return /** @type {ChatChunk} */ (data).choices[0].delta.role === 'user';
}

/**
 * @param {number} pause
 * @param {string} id
 * @param {ChatChunk['choices'][0]['delta']} delta
 * @param {'stop' | null} finishReason
 * @returns {import('../feed.mjs').Step}
 */
function step(pause, id, delta, finishReason = null) {
  /** @type {ChatChunk} */
  const data = {
    id,
    object: 'chat.completion.chunk',
    model: 'scripted',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  };
  return { pause, type: 'message', data };
}
