import { tensor1d } from "@tensorflow/tfjs-core";
import { layers, type LayersModel } from "@tensorflow/tfjs-layers";

const NAME = "standardize";

/** Creates the layer of a head that standardises features; {@link standardize} sets its statistics. */
export function standardization(): layers.Layer {
  return layers.batchNormalization({ name: NAME, trainable: false, center: false, scale: false });
}

/** Sets the statistics of a head's {@link standardization}, if it has one, to those of the rows that train it. */
export function standardize(head: LayersModel, rows: readonly Float32Array[]): void {
  const layer = head.layers.find(({ name }) => name === NAME);
  if (layer === undefined) return;
  const width = rows[0].length;
  const mean = new Float64Array(width);
  const variance = new Float64Array(width);
  for (const row of rows) for (let at = 0; at < width; at++) mean[at] += row[at] / rows.length;
  for (const row of rows)
    for (let at = 0; at < width; at++) variance[at] += (row[at] - mean[at]) ** 2 / rows.length;
  const weights = [mean, variance].map((values) => tensor1d(Float32Array.from(values)));
  layer.setWeights(weights);
  for (const weight of weights) weight.dispose();
}
