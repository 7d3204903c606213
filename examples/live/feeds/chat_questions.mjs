/** @typedef {{ question: string, answer: string }} Exchange */

/** @type {[Exchange, ...Exchange[]]} */
export const questions = [
  {
    question: 'What are server-sent events?',
    answer:
      'A stream of text that a server sends over one ordinary HTTP response. Each event is a few lines: a type, an ID, the data. ' +
      'A blank line ends it. The client keeps the response open and hands every event on as soon as its blank line has arrived.',
  },
  {
    question: 'What happens when the connection breaks?',
    answer:
      'The client waits for the reconnection time, then asks again and names the last event it has seen in the Last-Event-ID header. ' +
      'The server sends what came after it. Press the button on the page: this very answer goes on where it stopped.',
  },
  {
    question: 'And if it breaks in the middle of an event?',
    answer:
      'Then that event never happened. An event counts from its blank line on, and so does its ID. The half that arrived is thrown away, ' +
      'and after the reconnect the whole event comes once more.',
  },
  {
    question: 'Does it carry more than English?',
    answer:
      'Yes, the stream is always UTF-8. Grüße aus Zürich, привет, γειά σου, 日本語も大丈夫です、한국어도 됩니다, and emoji 🎉 too. ' +
      'A character whose bytes come in two packets is put together again.',
  },
  {
    question: 'Why is there WebAssembly in it?',
    answer:
      'The bytes go through a small parser that is written in C++. It finds the lines, fills the fields and hands over one batch of events ' +
      'for every packet, so that JavaScript is called once a packet and decodes its text once.',
  },
  {
    question: 'When should I take a WebSocket instead?',
    answer:
      'When the client has much to say as well. For news that flow one way, such as answers, scores and prices, events over HTTP are ' +
      'simpler: proxies know them, a plain request starts them, and the reconnect is part of the standard.',
  },
];
