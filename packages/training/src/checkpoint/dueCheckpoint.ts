import type { ResolvedCheckpoint } from "./checkpointOptions.ts";

/** Says when a checkpoint is due. Seconds do not count while one is still being written. */
export interface CheckpointTimer {
  /** Whether one is due after so many steps of the run. */
  isDueAfterStep(steps: number, isWriting: boolean): boolean;
  /** Whether one is due after so many epochs of the run. */
  isDueAfterEpoch(epochs: number, isWriting: boolean): boolean;
  /** Call it when a checkpoint begins: seconds count from there. */
  begin(): void;
}

/** Creates the timer of a run. Seconds count from its start. */
export function createCheckpointTimer({
  every,
  clock,
}: Pick<ResolvedCheckpoint, "every" | "clock">): CheckpointTimer {
  let began = clock();
  function isLate(isWriting: boolean): boolean {
    const { seconds } = every;
    return seconds !== undefined && !isWriting && clock() - began >= 1000 * seconds;
  }
  return {
    isDueAfterStep: (steps, isWriting) =>
      (every.steps !== undefined && steps % every.steps === 0) || isLate(isWriting),
    isDueAfterEpoch: (epochs, isWriting) =>
      (every.epochs !== undefined && epochs % every.epochs === 0) || isLate(isWriting),
    begin() {
      began = clock();
    },
  };
}
