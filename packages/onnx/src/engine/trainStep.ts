import type { NamedTensorMap } from "@tensorflow/tfjs-core";
import type { EngineArray, EngineOutput } from "./engineArray.ts";

/** A batch to compute gradients of. */
export interface TrainStepBatch {
  readonly inputs: readonly EngineArray[];
  readonly targets: EngineArray;
  /** `[batch]`: the weight of each row in the loss. Default 1 each. */
  readonly weights?: EngineArray | undefined;
}

/** The loss, logits and gradients of a batch. The owner must dispose `gradients`. */
export interface TrainStepResult {
  /** The mean over the rows, weighted by the rows' weights, plus the model's regularisation. */
  readonly loss: number;
  /** The outputs before the final activation. */
  readonly logits: EngineOutput;
  /** By the names of `trainableVariables`, regularisation included. */
  readonly gradients: NamedTensorMap;
}

/** The forward and backward pass of a model, compiled for ONNX Runtime. */
export interface TrainStep {
  /**
   * Computes the gradients of a batch with the weights of now, and moves the moving statistics.
   *
   * Dropout draws with the `seed` of each layer. The graph is compiled once for each shape of a batch.
   *
   * @throws OnnxRuntimeError
   */
  run(batch: TrainStepBatch): Promise<TrainStepResult>;
  /** Releases the compiled graphs. */
  dispose(): Promise<void>;
}
