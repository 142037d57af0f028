import { appendPlace, folderOf, makePlace } from "@tensorloom/core/internal";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import type { EpochEnd } from "../callbacks/events.ts";

/** How a log begins, and what it writes. */
interface LineLog {
  readonly name: string;
  /** Returns the time in milliseconds. */
  readonly clock: () => number;
  /**
   * Prepares the file at the start of a run, and returns the number of lines in it.
   *
   * @param saved - How many lines it had at the checkpoint that the run continues from.
   */
  readonly begin: (run: TrainingRun, saved: number | undefined) => Promise<number>;
  /** Formats an epoch, `seconds` after the start of the run, as a line without its line feed. */
  readonly format: (end: EpochEnd, seconds: number) => string;
}

/** What is in the file at a checkpoint. */
interface LogState {
  readonly lines: number;
  readonly seconds: number;
}

/** A callback that appends one line per epoch to a file. Time and lines continue in a resumed run. */
export function lineLog(path: string, { name, clock, begin, format }: LineLog): Callback {
  let began = 0;
  let lines = 0;
  let restored: LogState | undefined;
  return {
    name,
    state: () => ({ lines, seconds: (clock() - began) / 1000 }) satisfies LogState,
    restore(state) {
      restored = state as LogState; // its own
    },
    async onBegin(run) {
      began = clock() - 1000 * (restored?.seconds ?? 0);
      await makePlace(folderOf(path));
      lines = await begin(run, restored?.lines);
      restored = undefined;
    },
    async onEpochEnd(end) {
      const seconds = Math.round(clock() - began) / 1000;
      await appendPlace(path, `${format(end, seconds)}\n`);
      lines++;
    },
  };
}
