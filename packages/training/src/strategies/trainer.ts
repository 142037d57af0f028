import type { NDArray } from "@tensorloom/data";
import type { NamedTensorMap } from "@tensorflow/tfjs-core";
import type { Batch, InputBatch } from "../batch/batch.ts";
import type { LogitsArray } from "../losses/logits.ts";
import type { Lesson } from "../step/trainStep.ts";

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
