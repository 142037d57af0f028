import type { Callback } from "@tensorloom/training";
import type { WorkerEvent } from "../../messages/events.ts";
import type { EpochPoint } from "../../messages/results.ts";
import type { Gate } from "./gate.ts";
import { secondsLeft, throttle } from "./progressOf.ts";
import type { Stage } from "./stages.ts";

interface Reporting {
  /** The number of the stage. */
  readonly at: number;
  readonly stage: Stage;
  /** Steps of an epoch. */
  readonly steps: number;
  readonly gate: Gate;
  readonly report: (event: WorkerEvent) => void;
  readonly clock: () => number;
}

/**
 * Reports steps and epochs, and waits at the gate between them.
 *
 * Checkpoints hold the epochs, so that the curves of a run that continues are whole.
 */
export function reportTo({
  at,
  stage,
  steps,
  gate,
  report,
  clock,
}: Reporting): Callback & { readonly epochs: readonly EpochPoint[] } {
  const total = steps * stage.epochs;
  const epochs: EpochPoint[] = [];
  let done = 0;
  const left = secondsLeft(clock, () => total - done);
  const progress = throttle((value) => report({ kind: "progress", progress: value }), clock);
  const add = (epoch: EpochPoint): void => {
    epochs.push(epoch);
    report({ kind: "epoch", epoch });
  };
  return {
    name: "reportTo",
    epochs,
    async onStepEnd({ epoch, step, loss }) {
      done = epoch * steps + step + 1;
      report({ kind: "step", step: { stage: at, at: done / steps, loss } });
      progress({ task: stage.name, done, total, secondsLeft: left.tick() });
      await gate.pass();
    },
    async onValidationBatch() {
      await gate.pass();
    },
    onEpochEnd({ epoch, logs }) {
      const { loss, accuracy, val_loss: validationLoss, val_accuracy: validationAccuracy } = logs;
      add({ stage: at, epoch, loss, accuracy, validationLoss, validationAccuracy });
    },
    state: () => ({ epochs: epochs.map((epoch) => ({ ...epoch })) }),
    restore(state) {
      for (const epoch of (state as { epochs: readonly EpochPoint[] }).epochs) add(epoch); // of `state`
    },
  };
}
