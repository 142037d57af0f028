import type { Terminal } from "./command.ts";

/** Shows how far a long command is. */
export interface ProgressBar {
  /**
   * Reports the work so far.
   *
   * @param total - Undefined if it is unknown.
   * @param note - More about it: `12 MB`.
   */
  update(done: number, total: number | undefined, note?: string): void;
  /** Removes the bar. */
  end(): void;
}

const CELLS = 24;
/** The time between two drawings of the bar, and between two lines without a terminal, in milliseconds. */
const [DRAW_MS, LINE_MS] = [100, 10_000];

/**
 * Shows a bar if standard error is a terminal; else writes a line every ten seconds.
 *
 * @param what - What is counted: `records`.
 */
export function progressBar(terminal: Terminal, what: string): ProgressBar {
  const clock = terminal.clock ?? ((): number => performance.now());
  const interval = terminal.isInteractive === true ? DRAW_MS : LINE_MS;
  const start = clock();
  let before: number | undefined; // the work that an earlier run has done does not count for the speed
  let shown = terminal.isInteractive === true ? -Infinity : start;
  return {
    update(done, total, note = "") {
      before ??= Math.max(0, done - 1);
      const now = clock();
      if (now - shown < interval) return;
      shown = now;
      const speed = (done - before) / Math.max(1e-3, (now - start) / 1000);
      const parts = [
        total === undefined ? `${String(done)} ${what}` : `${String(done)} of ${String(total)} ${what}`,
        ...(note === "" ? [] : [note]),
        `${speed.toPrecision(3)} per second`,
        ...(total === undefined || done === total ? [] : [`${formatDuration((total - done) / speed)} left`]),
      ];
      const text = parts.join(", ");
      if (terminal.isInteractive !== true) terminal.err(text);
      else terminal.progress(total === undefined ? text : `${formatBar(done / total)} ${text}`);
    },
    end: () => terminal.progress(""),
  };
}

function formatBar(share: number): string {
  const full = Math.round(share * CELLS);
  return `[${"#".repeat(full)}${".".repeat(CELLS - full)}] ${String(Math.floor(share * 100)).padStart(3)} %`;
}

/** Formats a number of seconds: `45 s`, `3 min`, `2.5 h`. */
function formatDuration(seconds: number): string {
  if (seconds < 90) return `${String(Math.ceil(seconds))} s`;
  return seconds < 5400 ? `${String(Math.round(seconds / 60))} min` : `${(seconds / 3600).toFixed(1)} h`;
}
