const parameters = new URL(location.href).searchParams;

/** Where results go: the address of the script or page says so. */
export function reportAddress(): string {
  return `${location.origin}/results/${encodeURIComponent(parameters.get('run') ?? '')}`;
}

/** The part of a name that the cases to run have in common. */
export function chosenCases(): string {
  return parameters.get('only') ?? '';
}
