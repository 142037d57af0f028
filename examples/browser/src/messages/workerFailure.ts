/** Why a worker has failed, in words for the visitor. */
export interface WorkerFailure {
  readonly error: Error;
  /** Whether the worker's program has not been loaded, so that nothing will answer. */
  readonly isFinal: boolean;
}

/**
 * Says what an `error` or `messageerror` event of a worker means.
 *
 * The event of a script that cannot be loaded has no message.
 */
export function workerFailure(event: Event): WorkerFailure {
  if (event.type === "messageerror")
    return { error: new Error("An answer of the page's worker cannot be read. Try again."), isFinal: false };
  const { message = "", filename = "", lineno = 0 } = event as Partial<ErrorEvent>;
  if (message === "")
    return {
      error: new Error("The page's worker cannot be loaded. Check the connection, and reload the page."),
      isFinal: true,
    };
  const file = filename.replace(/^.*\//, "").replace(/\?.*$/, "");
  const place = file === "" ? "" : ` (${file}, line ${String(lineno)})`;
  return {
    error: new Error(`The page's worker has failed: ${message.replace(/^Uncaught /, "")}${place}`),
    isFinal: false,
  };
}
