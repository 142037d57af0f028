import type { layers } from "@tensorflow/tfjs-layers";

/** The values and shape of a weight. */
export interface Values {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/**
 * Folds batch normalisations into the kernel and bias of the layer before them.
 *
 * With `f = gamma / sqrt(variance + epsilon)` per channel, the kernel becomes `kernel f` and the bias
 * `(bias - mean) f + beta`, computed in 64 bits.
 */
export async function foldWeights(
  layer: layers.Layer,
  normalizations: readonly layers.Layer[],
): Promise<readonly Values[]> {
  const weights = await readWeights(layer);
  const [kernel] = weights;
  const taps = Float64Array.from(kernel.values);
  let bias = Float64Array.from(weights.at(1)?.values ?? []);
  for (const normalization of normalizations) {
    const { factor, shift } = await affine(normalization);
    const channels = factor.length;
    for (let i = 0; i < taps.length; i++) taps[i] *= factor[i % channels];
    bias = shift.map((value, channel) => value + (bias.at(channel) ?? 0) * factor[channel]);
  }
  return [
    { values: Float32Array.from(taps), shape: kernel.shape },
    { values: Float32Array.from(bias), shape: [bias.length] },
  ];
}

/** Copies all weights of a layer, in order. */
export async function readWeights(layer: layers.Layer): Promise<readonly Values[]> {
  return Promise.all(
    layer.getWeights().map(async (weight) => ({
      values: Float32Array.from(await weight.data()),
      shape: weight.shape,
    })),
  );
}

/** Writes a normalisation by its moving statistics as x * factor + shift. */
async function affine(
  normalization: layers.Layer,
): Promise<{ readonly factor: Float64Array; readonly shift: Float64Array }> {
  const weights = await readWeights(normalization);
  const named = new Map(
    normalization.weights.map(({ originalName }, at) => [originalName.split("/").at(-1), weights[at].values]),
  );
  const [mean, variance] = ["moving_mean", "moving_variance"].map((name) => named.get(name));
  if (mean === undefined || variance === undefined)
    throw new Error(`foldBatchNorm: ${normalization.name} has no moving statistics`);
  const epsilon = Number(normalization.getConfig()["epsilon"]);
  const [gamma, beta] = ["gamma", "beta"].map((name) => named.get(name));
  const factor = Float64Array.from(
    variance,
    (value, channel) => (gamma?.[channel] ?? 1) / Math.sqrt(value + epsilon),
  );
  const shift = factor.map((value, channel) => (beta?.[channel] ?? 0) - mean[channel] * value);
  return { factor, shift };
}
