/** What was counted: of a measure, rows, and in a row a number for each chunking. */
export class Report {
  readonly #measures: Record<string, Record<string, Record<string, number>>> = {};

  add(measure: string, row: string, column: string, value: number): void {
    const rows = (this.#measures[measure] ??= {});
    (rows[row] ??= {})[column] = Math.round(value * 100) / 100;
  }

  /** For `scripts/test/run_counts.mjs`, which reads the last line. */
  print(): void {
    process.stdout.write(`\n${JSON.stringify(this.#measures)}\n`);
  }
}
