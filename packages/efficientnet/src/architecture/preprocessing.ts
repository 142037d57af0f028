import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import { layers } from "@tensorflow/tfjs-layers";

/**
 * How a network's first layers turn pixels into floats.
 *
 * `"unit"`: `x / 255`; `"imagenet"`: `(x / 255 - mean) / deviation` per channel; `"none"`: unchanged.
 *
 * @example
 * ```ts
 * import { buildEfficientNet, type Preprocessing } from "@tensorloom/efficientnet";
 * import "@tensorflow/tfjs-backend-cpu";
 *
 * const names = (preprocessing: Preprocessing): string[] =>
 *   buildEfficientNet("B0", { preprocessing, initialWeights: "zeros" })
 *     .layers.slice(1, 3)
 *     .map(({ name }) => name);
 * names("imagenet"); // => ["rescaling", "normalization"]
 * ```
 */
export type Preprocessing = "unit" | "imagenet" | "none";

interface Rescaling {
  readonly name: string;
  readonly scale: number | readonly number[];
  readonly offset: number | readonly number[];
}

/** Mean and standard deviation of ImageNet's red, green and blue in [0, 1]. keras/src/applications/efficientnet.py */
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

const UNIT: Rescaling = { name: "rescaling", scale: 1 / 255, offset: 0 };

/** `x * scale + offset`, layer by layer, with Keras's names of these layers. */
const RESCALINGS: Readonly<Record<Preprocessing, readonly Rescaling[]>> = {
  none: [],
  unit: [UNIT],
  imagenet: [
    UNIT,
    {
      name: "normalization",
      scale: DEVIATION.map((deviation) => 1 / deviation),
      offset: DEVIATION.map((deviation, channel) => -MEAN[channel] / deviation),
    },
  ],
};

/** Every preprocessing. */
export const PREPROCESSINGS: readonly Preprocessing[] = ["unit", "imagenet", "none"];

/** Adds the layers of a preprocessing after an input. */
export function addPreprocessing(input: SymbolicTensor, preprocessing: Preprocessing): SymbolicTensor {
  return RESCALINGS[preprocessing].reduce((x, { name, scale, offset }) => {
    // tfjs declares one number for all channels, but multiplies by anything that broadcasts, as Keras documents.
    const layer = layers.rescaling({ name, scale: scale as number, offset: offset as number });
    return layer.apply(x) as SymbolicTensor; // one symbolic tensor in, one out
  }, input);
}
