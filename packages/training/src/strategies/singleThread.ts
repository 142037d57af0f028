import type { LayersModel } from "@tensorflow/tfjs-layers";
import { findNonFinite } from "@tensorloom/backend";
import type { NDArray } from "@tensorloom/data";
import { dispose, type NamedTensorMap, tidy } from "@tensorflow/tfjs-core";
import type { Batch, InputBatch } from "../batch/batch.ts";
import { clipped } from "../step/clipGradients.ts";
import type { FitPlan } from "../options/resolveFitOptions.ts";
import { holdFrozenStatistics } from "../step/frozenStatistics.ts";
import { answers, inferLogits } from "../step/infer.ts";
import { learn, type Lesson } from "../step/trainStep.ts";
import type { LogitsArray } from "../losses/logits.ts";
import { seedDropout } from "../step/seededDropout.ts";
import { trainableVariables } from "../model/variables.ts";

/** Who computes a model: this thread alone, or replicas together. */
export interface Crew {
  /** The outputs of a batch, in inference mode. */
  answer(batch: InputBatch): Promise<NDArray<Float32Array>>;
  /** The same before the final activation, for a loss. */
  logits(batch: InputBatch): Promise<LogitsArray>;
  close(): Promise<void>;
}

/** Who trains it too. */
export interface TrainingCrew extends Crew {
  /** The loss, outputs and gradients of a batch; `at` names its dropout masks. */
  learn(batch: Batch, at: number): Promise<Lesson>;
  /**
   * One update of the weights. Takes over the gradients.
   *
   * @returns The first variable whose gradient holds NaN or an infinity: then nothing has changed.
   */
  apply(gradients: NamedTensorMap, rate: number): Promise<string | undefined>;
}

/** This thread alone. */
export function alone(who: string, model: LayersModel): Crew {
  const answer = answers(model, who);
  return {
    answer: ({ inputs }) => answer(inputs),
    logits: (batch) => inferLogits(model, who, batch),
    close: () => Promise.resolve(),
  };
}

/** This thread alone, training. */
export function aloneInTraining(model: LayersModel, plan: FitPlan): TrainingCrew {
  const variables = trainableVariables(model);
  const releaseStatistics = holdFrozenStatistics(model);
  const dropout = seedDropout(model, plan.seed);
  const optimizer = plan.optimizer.begin(variables);
  return {
    ...alone("evaluate", model),
    learn(batch, at) {
      dropout.at(at);
      return learn(model, variables, plan.loss, batch);
    },
    async apply(gradients, rate) {
      try {
        const odd = await findNonFinite(Object.values(gradients));
        if (odd !== undefined) return Object.keys(gradients)[odd];
        tidy(() => optimizer.apply(clipped(gradients, plan.clip), rate));
        return undefined;
      } finally {
        dispose(gradients);
      }
    },
    close() {
      optimizer.dispose();
      dropout.restore();
      releaseStatistics();
      return Promise.resolve();
    },
  };
}
