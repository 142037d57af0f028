import { tensor1d } from "@tensorflow/tfjs-core";
import { layers, model, type LayersModel, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Dataset, NDArray } from "@tensorloom/data";
import { infer } from "@tensorloom/training";
import type { Options } from "../cli/options.ts";

/** The standard deviation of calibrated features over images, which is about that of trained ones. */
const SPREAD = 1 / 3;

/**
 * Normalises the features of a backbone with random weights, by setting its last batch normalisation, `top_bn`.
 *
 * In a deep network of random kernels, differences between images shrink to a millionth, because its normalisations
 * still have their initial statistics. The differences remain: the network is a bank of random filters, nearly linear.
 * So only `top_bn` gets the mean and variance of `images`, and a head can learn from the features. (Normalising every
 * layer by its batch, as training does, makes a deep random network chaotic: its features no longer depend on the image
 * in a way that can be learnt.)
 */
export async function calibrate(
  backbone: LayersModel,
  images: Dataset<{ readonly inputs: NDArray }>,
  engine: Options["engine"],
): Promise<void> {
  const rows = await outputsBefore(backbone, "top_conv", images, engine);
  const width = rows[0].length;
  const mean = new Float32Array(width);
  const gain = new Float32Array(width);
  const normalization = backbone.getLayer("top_bn");
  const epsilon = Number(normalization.getConfig()["epsilon"]);
  for (let channel = 0; channel < width; channel++) {
    const values = rows.map((row) => row[channel]);
    mean[channel] = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean[channel]) ** 2, 0) / values.length;
    // With a moving variance of 0 the layer returns gain (x - mean) / sqrt(epsilon): here epsilon exceeds the variance.
    gain[channel] = SPREAD * Math.sqrt(epsilon / Math.max(variance, Number.MIN_VALUE));
  }
  const zeros = new Float32Array(width);
  const weights = [gain, zeros, mean, zeros].map((values) => tensor1d(values));
  normalization.setWeights(weights);
  for (const weight of weights) weight.dispose();
}

/** One row per image: the mean over all positions of a layer's output. */
async function outputsBefore(
  backbone: LayersModel,
  layer: string,
  images: Dataset<{ readonly inputs: NDArray }>,
  engine: Options["engine"],
): Promise<readonly Float32Array[]> {
  const pool = layers.globalAveragePooling2d({ dataFormat: "channelsLast" });
  const output = backbone.getLayer(layer).output as SymbolicTensor; // the layer has one output
  const probe = infer(model({ inputs: backbone.inputs, outputs: pool.apply(output) as SymbolicTensor }), {
    engine,
  });
  const rows: Float32Array[] = [];
  for await (const { inputs } of images) {
    const { data, shape } = await probe(inputs);
    for (let row = 0; row < shape[0]; row++) rows.push(data.slice(row * shape[1], (row + 1) * shape[1]));
  }
  return rows;
}
