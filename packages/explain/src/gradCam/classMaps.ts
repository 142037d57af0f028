import {
  add,
  argMax,
  cast,
  customGrad,
  div,
  equal,
  expandDims,
  grad,
  keep,
  mean,
  mul,
  notEqual,
  onesLike,
  range,
  relu,
  type Scalar,
  square,
  sum,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tidy,
  where,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { disposeGradientTape } from "@tensorloom/backend/internal";
import type { LayerStep, LayerSteps } from "../layers/layerSteps.ts";
import { runSteps, type Values } from "../layers/runSteps.ts";

/**
 * How the channels of the layer are weighted.
 *
 * @inline
 */
export type GradCamMethod = "gradCam" | "gradCam++";

/** What to explain of a model. */
export interface Explained extends LayerSteps {
  /** The step whose output is explained. */
  readonly target: LayerStep;
  /** The step with the final activation. */
  readonly final: LayerStep | undefined;
  readonly method: GradCamMethod;
}

/** Maps `[batch, height, width]`, not below 0, and logits `[batch, classes]`. The caller disposes both. */
export interface ClassMaps {
  readonly maps: Tensor;
  readonly logits: Tensor2D;
}

/** Computes the maps of a batch for `classes`, or for the predicted ones. */
export function classMaps(
  explained: Explained,
  inputs: readonly Tensor[],
  classes?: readonly number[],
): ClassMaps {
  const { steps, target, final, outputs, method } = explained;
  const [feature, output] = [target.outputs[0], outputs[0]];
  const split = steps.indexOf(target) + 1;
  const [before, after] = [steps.slice(0, split), steps.slice(split)];
  const kept: { logits?: Tensor2D } = {};
  try {
    const maps = tidy(() => {
      const values: Values = new Map(explained.inputs.map((value, at) => [value, inputs[at]]));
      runSteps(before, values, [feature, ...after.flatMap((step) => step.inputs)]);
      const features = values.get(feature);
      if (features === undefined) throw new Error(`${target.path} was not run`);
      const gradient = grad((x) => {
        const own: Values = new Map(values).set(feature, x);
        runSteps(after, own, [output], final);
        const logits = own.get(output) as Tensor2D; // checkModel: [batch, classes]
        kept.logits = keep(logits.clone());
        return sum<Scalar>(mul(logits, chosen(logits, classes)));
      })(features);
      return relu(sum(mul(features, channelWeights(features, gradient, method)), 3));
    });
    if (kept.logits === undefined) throw new Error("tfjs runs the function that it differentiates");
    return { maps, logits: kept.logits };
  } catch (error) {
    kept.logits?.dispose();
    disposeGradientTape();
    throw error;
  }
}

/** 1 at the class of each row, and 0 elsewhere. No gradient flows into the choice. */
function chosen(logits: Tensor2D, classes: readonly number[] | undefined): Tensor {
  // Not tf.oneHot, which refuses one class and is wrong on wasm for floats.
  const columns = range(0, logits.shape[1], 1, "int32");
  const at = (rows: Tensor): Tensor => cast(equal(expandDims(rows, 1), columns), "float32");
  if (classes !== undefined) return at(tensor1d([...classes], "int32"));
  return customGrad((x) => ({
    value: at(argMax(x as Tensor, 1)), // customGrad passes its own argument
    gradFunc: (dy: Tensor) => zerosLike(dy),
  }))(logits);
}

/**
 * The weight of each channel, `[batch, 1, 1, channels]`.
 *
 * Grad-CAM: the mean gradient. Grad-CAM++: `sum(alpha relu(g))`, `alpha = g^2 / (2 g^2 + g^3 sum A)`; the factor `exp(logit)`
 * of its paper cancels when the map is divided by its largest number.
 */
function channelWeights(features: Tensor, gradient: Tensor, method: GradCamMethod): Tensor {
  if (method === "gradCam") return mean(gradient, [1, 2], true);
  const squared = square(gradient);
  const denominator = add(mul(squared, 2), mul(mul(squared, gradient), sum(features, [1, 2], true)));
  const divisor = where(notEqual(denominator, 0), denominator, onesLike(denominator));
  return sum(mul(div(squared, divisor), relu(gradient)), [1, 2], true);
}
