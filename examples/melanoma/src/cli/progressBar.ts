import type { CommandIO } from "./commandIO.ts";

/** A bar on the terminal for a task that takes a while. */
export interface ProgressBar {
  /** Shows that `done` of the total are done. */
  update(done: number): void;
  /** Removes the bar from the terminal. */
  clear(): void;
}

const REPAINT_MS = 100;
const CELLS = 24;
const CLEAR = "\r\u001b[K";

/** Draws a progress bar with the time left on standard error, if that is a terminal. */
export function progressBar(
  { stderr, clock }: Pick<CommandIO, "stderr" | "clock">,
  label: string,
  total: number,
): ProgressBar {
  if (stderr.isTTY !== true) return { update: () => undefined, clear: () => undefined };
  const start = clock();
  let painted = -Infinity;
  return {
    update(done) {
      const time = clock();
      if (time - painted < REPAINT_MS) return;
      painted = time;
      const filled = Math.round((CELLS * Math.min(done, total)) / total);
      const secondsLeft = ((time - start) / done / 1000) * (total - done);
      const left = done === 0 ? "" : `  ${String(Math.ceil(secondsLeft))} s left`;
      const bar = `${"=".repeat(filled)}${" ".repeat(CELLS - filled)}`;
      const line = `${label} [${bar}] ${String(done)}/${String(total)}${left}`;
      stderr.write(CLEAR + line.slice(0, (stderr.columns ?? 80) - 1));
    },
    clear: () => stderr.write(CLEAR),
  };
}
