/** What a suite in a browser posts: a case, with a message if it failed, and in the end that it is done. */
export type CaseResult = { readonly name: string; readonly message?: string } | { readonly done: true };
