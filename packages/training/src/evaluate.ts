import { dispose, keep, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Source } from "@tensorloom/data";
import type { NDArray } from "@tensorloom/data";
import { type Batch, inputTensors, toArray } from "./batch.ts";
import type { Logs } from "./callback.ts";
import { defaultMetrics } from "./fitPlan.ts";
import { forward } from "./forward.ts";
import type { Loss } from "./loss.ts";
import { meanLoss } from "./meanLoss.ts";
import { type Metric, type MetricName, metricNamed } from "./metric.ts";
import { tallies } from "./tallies.ts";
import { walk } from "./walk.ts";

/** What {@link evaluate} measures. */
export interface EvaluateOptions {
  readonly loss: Loss;
  /** Default: as for `fit`. */
  readonly metrics?: readonly (MetricName | Metric)[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The loss and metrics of a model over one pass of a source, in inference mode.
 *
 * @returns `loss` and the metrics by name.
 * @throws RangeError where the source gives nothing, or a batch does not fit the model or the loss.
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
  model: LayersModel,
  source: Source<Batch>,
  options: EvaluateOptions,
): Promise<Logs> {
  const { loss, metrics = defaultMetrics(model, loss), signal } = options;
  const tally = tallies(metrics.map(metricNamed));
  let batches = 0;
  for await (const batch of walk(source, 0, signal)) {
    const examined = await examine(model, loss, batch);
    tally.add(examined.loss, batch.targets, examined.outputs);
    batches++;
  }
  if (batches === 0) throw new RangeError(`evaluate: ${source.label} gives no batch`);
  return tally.logs("");
}

async function examine(
  model: LayersModel,
  loss: Loss,
  batch: Batch,
): Promise<{ readonly loss: number; readonly outputs: NDArray }> {
  const inputs = inputTensors("evaluate", batch);
  const [outputs, value] = tidy(() => {
    const answer = forward("evaluate", model, inputs, false);
    return [keep(answer), keep(meanLoss(loss, batch, answer))];
  });
  try {
    const [scores, number] = await Promise.all([toArray(outputs), toArray(value)]);
    return { loss: number.data[0], outputs: scores };
  } finally {
    dispose([...inputs, outputs, value]);
  }
}
