import type { ConnectionOptions } from '../connection/connection_options.js';

/** The second argument of `new EventSource()`. All but `withCredentials` are extensions of the standard. */
export interface EventSourceInit extends ConnectionOptions {
  /** [spec] Whether cookies and other credentials go to other origins too. False by default. */
  withCredentials?: boolean | undefined;
}
