/** An option has a value that cannot work. A `TypeError`, as platform constructors throw. */
export class InvalidOptionError extends TypeError {
  readonly code = 'ERR_SSE_INVALID_OPTION';
  /** The option's name. */
  readonly option: string;

  constructor(option: string, problem: string) {
    super(`Invalid option \`${option}\`: ${problem}`);
    this.name = 'InvalidOptionError';
    this.option = option;
  }
}
