import type { NamedTensorMap } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import type { Batch } from "../batch/batch.ts";

/**
 * The numbers of an epoch by name: `loss`, metrics, `learningRate`; those of the validation have the prefix `val_`.
 *
 * @example
 * ```ts
 * import type { Logs } from "@tensorloom/training";
 *
 * const generalizes = (logs: Logs): boolean => logs["val_loss"] < 2 * logs["loss"];
 * generalizes({ loss: 0.1, val_loss: 0.3, learningRate: 0.01 }); // => false
 * ```
 */
export type Logs = Readonly<Record<string, number>>;

/**
 * The start of an epoch.
 *
 * @inline
 */
export interface EpochBegin {
  /** The epoch, from 0. */
  readonly epoch: number;
}

/**
 * The end of a train step.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError, type StepEnd } from "@tensorloom/training";
 *
 * const lines: string[] = [];
 * function writeLine({ epoch, step, loss, rows }: StepEnd): void {
 *   lines.push(`epoch ${epoch}, step ${step}: loss ${loss} of ${rows} rows`);
 * }
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const batch = { inputs: { data: Float32Array.of(1, 2), shape: [2, 1] }, targets: { data: Float32Array.of(1, 2), shape: [2] } };
 * const callbacks = [{ onStepEnd: writeLine }];
 * await fit(model, { train: fromArray([batch, batch]), epochs: 1, loss: meanSquaredError(), callbacks });
 * lines[1]; // => "epoch 0, step 1: loss 0 of 2 rows"
 * ```
 */
export interface StepEnd extends EpochBegin {
  /** The step, from 0 in each epoch. */
  readonly step: number;
  /** The loss of this step. */
  readonly loss: number;
  /** The mean loss of the epoch so far. */
  readonly meanLoss: number;
  /** Number of rows in the step. */
  readonly rows: number;
  readonly learningRate: number;
}

/**
 * A training batch, before its gradients are computed.
 *
 * @inline
 */
export interface TrainBatch extends EpochBegin {
  /** The step that the batch belongs to, from 0 in each epoch. */
  readonly step: number;
  readonly batch: Batch;
}

/**
 * The gradients of one step: of all its batches and replicas, before clipping.
 *
 * @inline
 */
export interface StepGradients extends EpochBegin {
  /** The step, from 0 in each epoch. */
  readonly step: number;
  /** By the name of the variable. They are disposed after the call: read or clone them before it returns. */
  readonly gradients: NamedTensorMap;
}

/**
 * A batch of a validation, and what the model predicts for it.
 *
 * @inline
 */
export interface ValidationBatch extends EpochBegin {
  /** The number of the batch, from 0 in each validation. */
  readonly index: number;
  /** Number of batches of a validation; `undefined` if the dataset does not know. */
  readonly batches: number | undefined;
  readonly batch: Batch;
  /** The outputs of the model as metrics get them: probabilities, also if the model returns logits. */
  readonly outputs: NDArray;
}

/**
 * The end of an epoch, after its validation.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { type EpochEnd, fit, meanSquaredError } from "@tensorloom/training";
 *
 * const lines: string[] = [];
 * function writeLine({ epoch, steps, logs }: EpochEnd): void {
 *   lines.push(`epoch ${epoch}: loss ${logs["loss"]} after ${steps} steps`);
 * }
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(1), shape: [1] } };
 * const callbacks = [{ onEpochEnd: writeLine }];
 * await fit(model, { train: fromArray([batch, batch]), epochs: 2, loss: meanSquaredError(), callbacks });
 * lines; // => ["epoch 0: loss 0 after 2 steps", "epoch 1: loss 0 after 4 steps"]
 * ```
 */
export interface EpochEnd extends EpochBegin {
  /** Number of steps of the run so far. */
  readonly steps: number;
  readonly logs: Logs;
}

/**
 * How a run ended.
 *
 * @inline
 */
export type RunOutcome =
  | { readonly status: "finished" }
  | { readonly status: "stopped"; readonly reason: string }
  | { readonly status: "aborted" | "failed"; readonly error: unknown };
