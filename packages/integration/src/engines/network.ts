import { buildEfficientNet } from "@tensorloom/efficientnet";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Load } from "./load.ts";

/** The network of a load: EfficientNet with one sigmoid at its end, random weights. */
export function network({ variant, size }: Pick<Load, "size" | "variant">): LayersModel {
  return buildEfficientNet(variant, {
    preprocessing: "none",
    classes: 1,
    activation: "sigmoid",
    inputShape: [size, size, 3],
  });
}
