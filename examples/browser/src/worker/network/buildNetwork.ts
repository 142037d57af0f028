import { buildEfficientNet, loadWeights, type NamedWeights } from "@tensorloom/efficientnet";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { TrainSettings } from "../../messages/settings.ts";
import { smallNetwork } from "./smallNetwork.ts";

/** The classifier of EfficientNet, whose classes are never those of a file. */
const HEAD = "predictions";

/** Builds the network that the settings ask for, with `weights` in all layers but the head. */
export function buildNetwork(
  { network, size, seed }: TrainSettings,
  classes: number,
  weights: NamedWeights | undefined,
): LayersModel {
  if (network === "small") return smallNetwork(size, classes, seed);
  const model = buildEfficientNet("B0", {
    preprocessing: "imagenet",
    classes,
    inputShape: [size, size, 3],
    initialWeights: weights === undefined ? "random" : "zeros",
    seed,
  });
  if (weights !== undefined) loadWeights(model, weights, { except: [HEAD] });
  return model;
}
