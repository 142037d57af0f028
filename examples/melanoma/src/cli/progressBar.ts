import type { Io } from "./commandIO.ts";

/** A bar for something long. */
export interface Progress {
  /** `done` of the total are done. */
  at(done: number): void;
  /** Takes the bar off the screen. */
  end(): void;
}

const REPAINT_MS = 100;
const CELLS = 24;
const CLEAR = "\r\u001b[K";

/** Draws a bar on standard error with the time left; nothing where that is no terminal. */
export function progress({ stderr, now }: Pick<Io, "stderr" | "now">, what: string, total: number): Progress {
  if (stderr.isTTY !== true) return { at: () => undefined, end: () => undefined };
  const began = now();
  let painted = -Infinity;
  return {
    at(done) {
      const time = now();
      if (time - painted < REPAINT_MS) return;
      painted = time;
      const full = Math.round((CELLS * Math.min(done, total)) / total);
      const left =
        done === 0 ? "" : `  ${String(Math.ceil(((time - began) / done / 1000) * (total - done)))} s left`;
      const line = `${what} [${"=".repeat(full)}${" ".repeat(CELLS - full)}] ${String(done)}/${String(total)}${left}`;
      stderr.write(CLEAR + line.slice(0, (stderr.columns ?? 80) - 1));
    },
    end: () => stderr.write(CLEAR),
  };
}
