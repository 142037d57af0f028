import { dispose, keep, type NamedTensorMap } from "@tensorflow/tfjs-core";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import type { StepGradients } from "../callbacks/events.ts";

/** Passes the gradients of each step to the callbacks that have `onGradients`. */
export interface GradientHooks {
  /** Holds the gradients of a step until `call` or `discard`; `undefined` if no callback asks for them. */
  readonly hold: ((gradients: NamedTensorMap) => void) | undefined;
  /** Calls the callbacks with the gradients on hold, and disposes these. */
  call(at: Omit<StepGradients, "gradients">, run: TrainingRun): Promise<void>;
  /** Disposes the gradients on hold. */
  discard(): void;
}

/** Creates the hooks of a run. They cost nothing if no callback asks for gradients. */
export function gradientHooks(callbacks: readonly Callback[]): GradientHooks {
  const asking = callbacks.filter((callback) => callback.onGradients !== undefined);
  let held: NamedTensorMap = {};
  function discard(): void {
    dispose(held);
    held = {};
  }
  return {
    hold:
      asking.length === 0
        ? undefined
        : (gradients) => {
            // clones share the numbers
            held = Object.fromEntries(
              Object.entries(gradients).map(([name, gradient]) => [name, keep(gradient.clone())]),
            );
          },
    async call(at, run) {
      try {
        for (const callback of asking) await callback.onGradients?.({ ...at, gradients: held }, run);
      } finally {
        discard();
      }
    },
    discard,
  };
}
