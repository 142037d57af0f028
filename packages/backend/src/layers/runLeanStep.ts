import { mul, sub, Tensor, type Tensor4D, tidy } from "@tensorflow/tfjs-core";
import type { layers } from "@tensorflow/tfjs-layers";
import { batchNormalize } from "./batchNormalize.ts";
import { convolve } from "./convolve.ts";
import { convolveToEnd } from "./convolveToEnd.ts";
import { globalMeans } from "./globalMeans.ts";
import type { LeanStep } from "./leanStep.ts";
import { squeezeExcite } from "./squeezeExcite.ts";

/** What a model is called with. */
export type CallOptions = Readonly<Record<string, unknown>>;

/** The output of one step for its inputs. */
export function runLeanStep(step: LeanStep, inputs: readonly Tensor[], options: CallOptions): Tensor {
  const [x] = inputs;
  switch (step.kind) {
    case "layer":
      return single(step.layer, step.layer.call(inputs.length === 1 ? x : [...inputs], { ...options }));
    case "convolution":
      return convolution(step, x);
    case "normalization":
      return normalization(step, x, options["training"] === true);
    case "squeezeExcite": {
      const [reduce, expand] = [step.reduce, step.expand].map((layer, which) => ({
        kernel: weight(layer, 0),
        bias: weight(layer, 1),
        activation: step.activations[which],
      }));
      return squeezeExcite(x, reduce, expand);
    }
    case "imageMeans":
      return globalMeans(x);
  }
}

function convolution(step: Extract<LeanStep, { kind: "convolution" }>, x: Tensor): Tensor {
  const { layer, ending } = step;
  const [image, filter] = [x, weight(layer, 0)] as [Tensor4D, Tensor4D]; // checked when the model was made
  if (ending === undefined) return convolve(image, filter, step);
  const bias = ending.useBias ? weight(layer, 1) : undefined;
  return convolveToEnd(image, filter, { ...step, bias, activation: ending.activation });
}

function single(layer: layers.Layer, output: Tensor | Tensor[]): Tensor {
  if (output instanceof Tensor) return output;
  if (output.length === 1) return output[0];
  throw new Error(`lean: layer ${layer.name} must have one output, got ${String(output.length)}`);
}

function weight(layer: layers.Layer, at: number): Tensor {
  return layer.weights[at].read();
}

/** Normalises by the batch in training, by the moving statistics otherwise and where the layer is frozen. */
function normalization(
  step: Extract<LeanStep, { kind: "normalization" }>,
  x: Tensor,
  training: boolean,
): Tensor {
  const { layer, epsilon, momentum, activation } = step;
  const named = new Map(layer.weights.map((variable) => [variable.originalName.split("/").at(-1), variable]));
  const [mean, variance] = ["moving_mean", "moving_variance"].map((name) => named.get(name));
  if (mean === undefined || variance === undefined)
    throw new Error(`lean: ${layer.name} has no moving statistics`);
  const [gamma, beta] = ["gamma", "beta"].map((name) => named.get(name));
  const frozen = !layer.trainable || (gamma ?? beta)?.trainable === false;
  const affine = { gamma: gamma?.read(), beta: beta?.read(), epsilon, activation };
  if (!training || frozen)
    return batchNormalize(x, { ...affine, statistics: [mean.read(), variance.read()] }).y;
  const found = batchNormalize(x, affine);
  move(mean, found.mean, momentum);
  move(variance, found.variance, momentum);
  return found.y;
}

/** moving = momentum * moving + (1 - momentum) * found. */
function move(moving: layers.Layer["weights"][number], found: Tensor, momentum: number): void {
  tidy(() => {
    moving.write(sub(moving.read(), mul(sub(moving.read(), found), 1 - momentum)));
  });
}
