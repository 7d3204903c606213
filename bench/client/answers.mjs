/**
 * Answers what the parent process asks (see `HelperProcess`), and ends with it.
 *
 * @param {Record<string, (parameters: any) => unknown>} answers
 */
export function answerParent(answers) {
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ number, question, parameters }) => {
    try {
      const value = await answers[question](parameters);
      process.send?.({ number, value });
    } catch (error) {
      process.send?.({ number, problem: error instanceof Error ? error.message : String(error) });
    }
  });
}
