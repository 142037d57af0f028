import { tensor1d } from "@tensorflow/tfjs-core";
import { layers, model, type LayersModel, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { infer } from "@tensorloom/training";
import type { NDArray } from "@tensorloom/data";

/** How far features vary from image to image, as real ones do. */
const SPREAD = 1 / 3;

/**
 * Scales the features of a network with random weights: each then differs by about a third from image to image.
 *
 * Through a deep network of random kernels, whose normalisations do nothing yet, differences fade to a millionth. They
 * are still there: the network is a bank of random filters, nearly linear. So only the last normalisation, `top_bn`,
 * takes its mean and its spread from images, and the features can be learnt from. (To normalise every layer by its batch,
 * as training does, makes a deep random network chaotic: its features then say nothing of the image.)
 */
export async function calibrate(backbone: LayersModel, images: readonly NDArray[]): Promise<void> {
  const pool = layers.globalAveragePooling2d({ dataFormat: "channelsLast" });
  const before = backbone.getLayer("top_conv").output as SymbolicTensor; // one output
  const probe = model({ inputs: backbone.inputs, outputs: pool.apply(before) as SymbolicTensor });
  const features: NDArray<Float32Array>[] = [];
  const answer = infer(probe);
  for (const batch of images) features.push(await answer(batch));
  const rows = features.reduce((sum, { shape }) => sum + shape[0], 0);
  const width = features[0].shape[1];
  const mean = new Float32Array(width);
  const gain = new Float32Array(width);
  const normalization = backbone.getLayer("top_bn");
  const epsilon = Number(normalization.getConfig()["epsilon"]);
  for (let channel = 0; channel < width; channel++) {
    const values = features.flatMap(({ data, shape }) =>
      Array.from({ length: shape[0] }, (_, row) => data[row * width + channel]),
    );
    mean[channel] = values.reduce((sum, value) => sum + value, 0) / rows;
    const variance = values.reduce((sum, value) => sum + (value - mean[channel]) ** 2, 0) / rows;
    // With a moving variance of 0 the layer gives gamma (x - mean) / sqrt(epsilon): its epsilon is larger than what varies.
    gain[channel] = SPREAD * Math.sqrt(epsilon / Math.max(variance, Number.MIN_VALUE));
  }
  const values = [gain, new Float32Array(width), mean, new Float32Array(width)].map((one) => tensor1d(one));
  normalization.setWeights(values);
  for (const one of values) one.dispose();
}
