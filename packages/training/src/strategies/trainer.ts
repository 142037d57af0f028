import type { NDArray } from "@tensorloom/data";
import type { NamedTensorMap } from "@tensorflow/tfjs-core";
import type { Batch, InputBatch } from "../batch/batch.ts";
import type { LogitsArray } from "../losses/logits.ts";
import type { StepResult } from "../step/trainStep.ts";

/** Who computes a model: this thread alone, or replicas together. */
export interface Predictor {
  /** The outputs of a batch, in inference mode. */
  predictBatch(batch: InputBatch): Promise<NDArray<Float32Array>>;
  /** The same before the final activation, for a loss. */
  predictLogits(batch: InputBatch): Promise<LogitsArray>;
  close(): Promise<void>;
}

/** Who trains it too. */
export interface Trainer extends Predictor {
  /** The loss, outputs and gradients of a batch; `at` names its dropout masks. */
  computeGradients(batch: Batch, at: number): Promise<StepResult>;
  /**
   * One update of the weights. Takes over the gradients.
   *
   * @returns The first variable whose gradient holds NaN or an infinity: then nothing has changed.
   */
  applyGradients(gradients: NamedTensorMap, rate: number): Promise<string | undefined>;
}
