/** Waits for a value or for the signal, whichever comes first; a value that is there already costs no wait. */
export async function untilAborted<T>(value: T | Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  signal?.throwIfAborted();
  if (signal === undefined || !(value instanceof Promise)) return value;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    // the reason is whatever its owner chose, usually a DOMException
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([value, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener("abort", stop);
  }
}

/**
 * Lets timers, signals and other tasks have their turn. Steps of a synchronous backend over a synchronous pipeline
 * only ever wait for microtasks, which would keep Ctrl-C out until the end.
 */
export async function breathe(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve);
  });
}
