const EVENTS = ["uncaughtException", "unhandledRejection"] as const;

/**
 * Runs `start` and removes the listeners for uncaught errors that it adds to Node's process.
 *
 * Emscripten's listeners throw the error again. Node then prints the line of code that threw, which is the whole of tfjs
 * minified. Without the listeners Node prints only the error, and exits with its own exit code. Other listeners stay.
 */
export async function withoutErrorListeners<T>(start: () => Promise<T>): Promise<T> {
  if (typeof process !== "object" || typeof process.listeners !== "function") return start();
  const before = EVENTS.map((event) => new Set<unknown>(process.listeners(event as "uncaughtException")));
  try {
    return await start();
  } finally {
    for (const [at, event] of EVENTS.entries())
      for (const listener of process.listeners(event as "uncaughtException"))
        if (!before[at].has(listener) && isEmscriptens(listener)) process.off(event, listener);
  }
}

/** Recognises them by their text: `throw ex` unless it is an exit, and `throw reason` (Emscripten 3, src/shell.js), also minified. */
function isEmscriptens(listener: unknown): boolean {
  return /^function\s*\(([\w$]+)\)\s*\{(\s*if\s*\(!\(\1 instanceof [\w$]+\)\)\s*\{?)?\s*throw \1;?\s*\}?\s*\}$/.test(
    String(listener),
  );
}
