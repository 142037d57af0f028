import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import { layers } from "@tensorflow/tfjs-layers";

/** What is done to an image's numbers before the network sees them. */
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

/** `x * scale + offset`, layer by layer, under the names that Keras gives these layers. */
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

/** The names to choose from. */
export const PREPROCESSINGS: readonly Preprocessing[] = ["unit", "imagenet", "none"];

/** Puts the layers of a preprocessing behind an input. */
export function preprocess(input: SymbolicTensor, preprocessing: Preprocessing): SymbolicTensor {
  return RESCALINGS[preprocessing].reduce((x, { name, scale, offset }) => {
    // tfjs types one number for all channels, and multiplies by whatever broadcasts, as Keras documents it.
    const layer = layers.rescaling({ name, scale: scale as number, offset: offset as number });
    return layer.apply(x) as SymbolicTensor; // one symbolic tensor in, one out
  }, input);
}
