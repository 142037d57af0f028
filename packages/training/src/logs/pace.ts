/** How fast a run trains. Times are in milliseconds. */
export interface Pace {
  /** Milliseconds per step; `undefined` before there is a second step. */
  readonly step: number | undefined;
  /** Rows per second; `undefined` before there is a second step. */
  readonly rowsPerSecond: number | undefined;
  /** Rows per second of the current epoch alone; `undefined` before its first measured step. */
  readonly epochRowsPerSecond: number | undefined;
  /** Milliseconds from the last step of an epoch to its end: validation and checkpoints. 0 in the first epoch. */
  readonly validation: number;
  startEpoch(now: number): void;
  endStep(now: number, rows: number): void;
  endEpoch(now: number): void;
}

interface Totals {
  readonly ms: number;
  readonly steps: number;
  readonly rows: number;
}

const NONE: Totals = { ms: 0, steps: 0, rows: 0 };

/** An epoch's own steps decide after so many of them; until then those of the epoch before do. */
const ENOUGH_STEPS = 3;

/**
 * Measures the pace of a run, without its first step, which compiles.
 *
 * Estimates follow the current epoch: the first one often also decodes and caches the data.
 */
export function measurePace(): Pace {
  let current = NONE;
  let previous = NONE;
  let last = 0;
  let validation = 0;
  let hasCompiled = false;
  const used = (): Totals => (current.steps < ENOUGH_STEPS && previous.steps > 0 ? previous : current);
  return {
    get step() {
      const { ms, steps } = used();
      return steps === 0 ? undefined : ms / steps;
    },
    get rowsPerSecond() {
      return rateOf(used());
    },
    get epochRowsPerSecond() {
      return rateOf(current);
    },
    get validation() {
      return validation;
    },
    startEpoch(now) {
      if (current.steps > 0) previous = current;
      current = NONE;
      last = now;
    },
    endStep(now, rows) {
      if (hasCompiled)
        current = { ms: current.ms + now - last, steps: current.steps + 1, rows: current.rows + rows };
      hasCompiled = true;
      last = now;
    },
    endEpoch(now) {
      validation = now - last;
    },
  };
}

function rateOf({ ms, rows }: Totals): number | undefined {
  return rows === 0 || ms === 0 ? undefined : (1000 * rows) / ms;
}

/** How far a run is: finished epochs, finished steps of the current one, and how many there are. */
export interface RunProgress {
  readonly epoch: number;
  readonly epochs: number;
  readonly steps: number;
  readonly stepsPerEpoch: number | undefined;
}

/** Estimates the milliseconds that are left of an epoch and of the run; `undefined` while that is unknown. */
export function estimateTimeLeft(
  { step, validation }: Pace,
  { epoch, epochs, steps, stepsPerEpoch }: RunProgress,
): { readonly epoch: number; readonly run: number } | undefined {
  if (step === undefined || stepsPerEpoch === undefined) return undefined;
  const rest = Math.max(0, stepsPerEpoch - steps) * step;
  const laterEpochs = epochs - epoch - 1;
  return { epoch: rest, run: rest + laterEpochs * stepsPerEpoch * step + (laterEpochs + 1) * validation };
}
