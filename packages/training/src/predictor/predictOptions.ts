import type { OptionKinds } from "@tensorloom/core/internal";
import type { EngineChoice } from "../engine/engineChoice.ts";
import type { EngineOption } from "../engine/engineOption.ts";
import type { ReplicasOptions } from "../options/replicasOptions.ts";
import { ENSEMBLE_OPTIONS, type EnsembleOptions } from "../prediction/ensembleOptions.ts";

/**
 * Options of `predict` and `predictBatches`.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { predict, type PredictOptions } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
 * const batch = { inputs: { data: Float32Array.of(3, 4), shape: [2, 1] } };
 * const progress: number[] = [];
 * const options: PredictOptions = { onProgress: (rows) => progress.push(rows), signal: AbortSignal.timeout(60_000) };
 * await predict(model, fromArray([batch, batch]), options);
 * progress; // => [2, 4]
 * ```
 */
export interface PredictOptions extends EnsembleOptions {
  /** Called after each batch with the number of rows so far. */
  readonly onProgress?: ((rows: number) => void) | undefined;
  /** Ends the prediction; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Number of replicas, one per core, that split each batch. `"all"`: as many as there are, on all ranks of `mpirun`.
   * Default 1. On wasm or cpu: threads in Node, Web Workers in a page that is cross-origin isolated.
   */
  readonly replicas?: number | "all" | ReplicasOptions | undefined;
  /** Which engine computes the outputs, as for `fit`. Default `"auto"`. */
  readonly engine?: EngineOption | undefined;
  /** Called with the engine that computes, and once more if tfjs has to go on for it. */
  readonly onEngine?: ((engine: EngineChoice) => void) | undefined;
  /** Whether to accept NaN and infinities in inputs and weights, and to return them, as Keras does. Default false. */
  readonly allowNonFinite?: boolean | undefined;
}

/** The kinds of these options. */
export const PREDICT_OPTIONS: OptionKinds<PredictOptions> = {
  onProgress: "function",
  signal: "any",
  replicas: "any",
  engine: "any",
  onEngine: "function",
  allowNonFinite: "boolean",
  ...ENSEMBLE_OPTIONS,
};
