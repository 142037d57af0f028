/**
 * The part of a writable stream that the progress bar uses.
 *
 * @inline
 */
export interface OutputStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** How progress is shown: on one line of a terminal that is drawn again, or as lines of a file. */
export interface ProgressView {
  /** Starts an epoch. */
  startEpoch(label: string, now: number): void;
  /** Shows progress unless that was done a short time ago. A terminal always shows the last part. */
  update(progress: Progress, now: number): void;
  /** Writes a line that stays. */
  print(line: string): void;
  /** Leaves the progress that is shown, as the run ends within an epoch. */
  leave(): void;
}

/** Some parts of a number of parts. */
interface Progress {
  readonly label: string;
  readonly unit: "step" | "batch";
  readonly done: number;
  readonly of: number | undefined;
  /** What follows the count. */
  readonly details: string;
}

const REPAINT_MS = 100;
const [MIN_BAR, MAX_BAR] = [5, 20];
const CLEAR = "\r\u001b[K";

/** Draws a bar, at most ten times a second. */
export function terminalView(stream: OutputStream): ProgressView {
  let painted = -Infinity;
  const widest = (): number => (stream.columns ?? 80) - 1;
  const paint = (text: string): unknown => stream.write(`${CLEAR}${text.slice(0, widest())}`);
  return {
    startEpoch(label) {
      painted = -Infinity;
      paint(label);
    },
    update(progress, now) {
      if (progress.done !== progress.of && now - painted < REPAINT_MS) return;
      painted = now;
      paint(formatBar(progress, widest()));
    },
    print(line) {
      stream.write(`${CLEAR}${line}\n`);
    },
    leave() {
      stream.write("\n");
    },
  };
}

/** Fits a bar between the label and the details. */
function formatBar({ label, unit, done, of, details }: Progress, columns: number): string {
  if (of === undefined) return `${label} ${unit} ${String(done)}${details}`;
  const rest = ` ${String(done)}/${String(of)}${details}`;
  const width = Math.max(MIN_BAR, Math.min(MAX_BAR, columns - `${label} []${rest}`.length));
  const filled = Math.min(width, Math.round((width * done) / of));
  return `${label} [${"=".repeat(filled)}${" ".repeat(width - filled)}]${rest}`;
}

/** Writes plain lines, for a file or a pipe, at most one in each interval. */
export function lineView(stream: OutputStream, interval: number): ProgressView {
  let written = 0;
  return {
    startEpoch(_label, now) {
      written = now;
    },
    update({ label, unit, done, of, details }, now) {
      if (now - written < interval) return;
      written = now;
      const count = of === undefined ? String(done) : `${String(done)}/${String(of)}`;
      stream.write(`${label} ${unit} ${count}${details}\n`);
    },
    print(line) {
      stream.write(`${line}\n`);
    },
    leave: () => undefined,
  };
}
