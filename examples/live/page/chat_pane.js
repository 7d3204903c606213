import { build, stayAtEnd } from './elements.js';

const keptMessages = 24;

/** The conversation: questions, and answers that grow as their tokens come. */
export class ChatPane {
  #box;
  /** @type {HTMLElement | undefined} */
  #answer;

  /** @param {HTMLElement} box */
  constructor(box) {
    this.#box = box;
  }

  /** @param {import('../feeds/chat.mjs').ChatChunk} chunk */
  add({ choices: [{ delta, finish_reason: finishReason }] }) {
    stayAtEnd(this.#box, () => {
      if (delta.role === 'user') {
        this.#addMessage('question', delta.content ?? '');
      } else if (delta.role === 'assistant') {
        // A screen reader waits for the whole answer instead of reading out each token.
        this.#box.ariaBusy = 'true';
        this.#answer = this.#addMessage('answer streaming', '');
      } else if (delta.content) {
        this.#answer?.append(delta.content);
      }
      if (finishReason) {
        this.#answer?.classList.remove('streaming');
        this.#box.ariaBusy = 'false';
      }
    });
  }

  /**
   * @param {string} className
   * @param {string} text
   */
  #addMessage(className, text) {
    const message = build('p', className, text);
    this.#box.append(message);
    if (this.#box.childElementCount > keptMessages) this.#box.firstElementChild?.remove();
    return message;
  }
}
