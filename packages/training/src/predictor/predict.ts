import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray, Source } from "@tensorloom/data";
import type { InputBatch } from "../batch/batch.ts";
import type { Given } from "../batch/namedInputs.ts";
import { concatenateRows } from "../batch/rows.ts";
import { checkHasEnd } from "../options/checkRun.ts";
import { averageOutputs } from "../prediction/averageOutputs.ts";
import type { Predictions } from "../prediction/predictions.ts";
import type { PredictOptions } from "./predictOptions.ts";
import { checkPredict, predictParts } from "./predictParts.ts";

/**
 * Predicts every row of a source, and returns outputs with ids.
 *
 * The rows have the order of the source. Several models read it once, and their outputs are averaged, as are those of the
 * views of a row (test-time augmentation).
 *
 * @param model - A model, or several that read the same inputs.
 * @throws RangeError if a batch does not have one id per row, or its inputs do not fit the model; NonFiniteError if
 * inputs, weights or outputs contain NaN, unless `allowNonFinite` is true.
 * @see Keras, `Model.predict`; fastai, `Learner.tta`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { fromArray } from "@tensorloom/data";
 * import { predict } from "@tensorloom/training";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const test = fromArray([{ inputs: { data: Float32Array.of(3, 4), shape: [2, 1] }, ids: ["a", "b"] }]);
 * const { ids, outputs } = await predict(model, test);
 * ids.map((id, row) => [id, outputs.data[row]]); // => [["a", 3], ["b", 4]]
 * ```
 */
export async function predict(
  model: LayersModel | readonly LayersModel[],
  source: Source<Given<InputBatch>>,
  options: PredictOptions = {},
): Promise<Predictions> {
  const ensemble = checkPredict(model, source, options);
  checkHasEnd("predict: source", source);
  const ranks = ensemble.average === "rankMean";
  const ids: string[] = [];
  const parts: NDArray<Float32Array>[][] = [];
  for await (const batch of predictParts(ensemble, source, options)) {
    for (const id of batch.ids) ids.push(id);
    const kept = ranks ? batch.parts : [averageOutputs("predict", batch.parts, ensemble)];
    for (const [at, part] of kept.entries()) (parts[at] ??= []).push(part);
  }
  if (parts.length === 0) return { ids, outputs: { data: new Float32Array(), shape: [0] } };
  const whole = parts.map(concatenateRows);
  return { ids, outputs: ranks ? averageOutputs("predict", whole, ensemble) : whole[0] };
}

/**
 * Predicts a source batch by batch.
 *
 * @throws As {@link predict}, when the batch is requested; RangeError if `average` is `"rankMean"`, which ranks all rows.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { range, stack } from "@tensorloom/data";
 * import { predictBatches } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const test = range(5).map((n) => ({ inputs: Float32Array.of(n), ids: `row ${String(n)}` })).batch(2, { collate: stack });
 * const lines: string[] = [];
 * for await (const { ids, outputs } of predictBatches(model, test))
 *   lines.push(...ids.map((id, row) => `${id},${String(outputs.data[row])}`));
 * lines[4]; // => "row 4,4"
 * ```
 */
export async function* predictBatches(
  model: LayersModel | readonly LayersModel[],
  source: Source<Given<InputBatch>>,
  options: PredictOptions = {},
): AsyncGenerator<Predictions, undefined> {
  const ensemble = checkPredict(model, source, options);
  if (ensemble.average === "rankMean")
    throw new RangeError(
      'predictBatches: average "rankMean" ranks all rows together: use predict, or averagePredictions',
    );
  for await (const { ids, parts } of predictParts(ensemble, source, options))
    yield { ids, outputs: averageOutputs("predict", parts, ensemble) };
}
