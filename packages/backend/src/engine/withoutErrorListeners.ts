const EVENTS = ["uncaughtException", "unhandledRejection"] as const;

/**
 * Runs `start` and takes away the listeners for uncaught errors that it adds to Node's process.
 *
 * Emscripten throws such errors again from its own code: Node then prints that line, which is all of tfjs on one line,
 * before the error. Without the listeners Node prints the error itself, and ends with its own exit code. Listeners that
 * the program adds in the meantime stay.
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

/** By their text: `throw ex` unless it is an exit, and `throw reason` (Emscripten 3, src/shell.js), also minified. */
function isEmscriptens(listener: unknown): boolean {
  return /^function\s*\(([\w$]+)\)\s*\{(\s*if\s*\(!\(\1 instanceof [\w$]+\)\)\s*\{?)?\s*throw \1;?\s*\}?\s*\}$/.test(
    String(listener),
  );
}
