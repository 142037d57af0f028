import { checkOptions, checkSignal, type OptionKinds } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Source } from "@tensorloom/data";
import type { Batch } from "../batch/batch.ts";
import { type Given, withOrderedInputs } from "../batch/namedInputs.ts";
import type { Logs } from "../callbacks/events.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import { type EngineOption, resolveEngine } from "../engine/engineOption.ts";
import { checkHasEnd, checkLoss, checkSource } from "../options/checkRun.ts";
import { defaultMetrics } from "../options/defaultMetrics.ts";
import type { Loss } from "../losses/loss.ts";
import type { Metric } from "../metrics/metric.ts";
import type { MetricName } from "../metrics/namedMetrics.ts";
import { resolveMetrics } from "../metrics/resolveMetrics.ts";
import { assertFiniteModel } from "../nonFinite/assertFinite.ts";
import { joinRanks, type ReplicasOptions, resolveReplicas } from "../options/replicasOptions.ts";
import {
  ENSEMBLE_OPTIONS,
  type EnsembleOptions,
  listModels,
  resolveEnsemble,
} from "../prediction/ensembleOptions.ts";
import { averagedPredictor, createEnsemble } from "../predictor/ensemble.ts";
import { partSource } from "../ranks/partSource.ts";
import { evaluateBatches } from "./evaluateBatches.ts";
import { shareModels } from "../ranks/shareModels.ts";
import { together } from "../ranks/together.ts";

/**
 * Options of {@link evaluate}.
 *
 * @inline
 */
export interface EvaluateOptions extends EnsembleOptions {
  /** The loss function to report. */
  readonly loss: Loss;
  /** Metrics, or their names. Default: as for `fit`. */
  readonly metrics?: readonly (MetricName | Metric)[] | undefined;
  /** Ends the evaluation; the promise is rejected with the signal's reason. */
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
}

const OPTIONS: OptionKinds<EvaluateOptions> = {
  loss: "any",
  metrics: "any",
  signal: "any",
  replicas: "any",
  engine: "any",
  onEngine: "function",
  ...ENSEMBLE_OPTIONS,
};

/**
 * Computes a model's loss and metrics over one pass of a source.
 *
 * The model runs in inference mode. The loss includes the regularisation of its layers, as in training and in Keras;
 * of several models it does not. Metrics are of all rows together, not means over batches. Of several models, or of the
 * views of a row, they measure the averaged outputs.
 *
 * @param model - A model, or several that read the same inputs.
 * @returns `loss` and the metrics by name.
 * @throws RangeError if the source has no batches, or a batch does not fit the model or the loss; NonFiniteError if a
 * batch, the model, its outputs or the loss contain NaN or an infinity.
 * @see Keras, `Model.evaluate`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { fromArray } from "@tensorloom/data";
 * import { evaluate, meanSquaredError } from "@tensorloom/training";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const batch = {
 *   inputs: { data: Float32Array.of(1, 2), shape: [2, 1] },
 *   targets: { data: Float32Array.of(1, 4), shape: [2] },
 * };
 * await evaluate(model, fromArray([batch]), { loss: meanSquaredError() }); // => { loss: 2 }
 * ```
 */
export async function evaluate(
  model: LayersModel | readonly LayersModel[],
  source: Source<Given<Batch>>,
  options: EvaluateOptions,
): Promise<Logs> {
  const models = listModels("evaluate", model);
  checkOptions("evaluate", options, OPTIONS);
  const resolved = resolveEnsemble("evaluate", models, options);
  checkSource("evaluate: source", source);
  checkHasEnd("evaluate: source", source);
  checkLoss("evaluate: loss", options.loss);
  checkSignal("evaluate: signal", options.signal);
  if (resolved.average === "rankMean")
    throw new RangeError(
      'evaluate: average "rankMean" ranks all rows together: use predict, and metrics of its outputs',
    );
  const { loss, metrics = defaultMetrics(models[0], loss), signal, onEngine } = options;
  const replicas = await joinRanks("evaluate", resolveReplicas("evaluate", options.replicas));
  const engine = resolveEngine("evaluate", options.engine);
  const measures = resolveMetrics("evaluate", metrics);
  const batches = source.size;
  const { ranks } = replicas;
  const ordered = withOrderedInputs("evaluate", models[0], source);
  const own = ranks === undefined ? ordered : partSource(ordered, ranks);
  async function run(): Promise<Logs> {
    shareModels(ranks, models);
    const ensemble = await createEnsemble("evaluate", resolved, {
      replicas,
      engine,
      onEngine,
      signal,
      batches,
    });
    try {
      const at = { caller: "evaluate", phase: "evaluation" as const };
      for (const one of models) await assertFiniteModel(one, at);
      const predictor = averagedPredictor("evaluate", resolved, ensemble);
      return await evaluateBatches(predictor, own, loss, measures, signal, at, {
        ranks,
        model: models.length === 1 ? models[0] : undefined,
      });
    } finally {
      await ensemble.close();
    }
  }
  return together(ranks, run);
}
