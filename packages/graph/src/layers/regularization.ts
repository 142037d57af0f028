import { add, mean, scalar, type Scalar, tidy, variable } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { gradientsOf, type LossAndGradients } from "./gradientsOf.ts";
import type { Variables } from "./variables.ts";

/**
 * Adds the regularisation of a model's layers, such as L2 of their kernels, to a loss.
 *
 * @returns The sum, which the caller's `tidy` disposes; the loss itself if no layer is regularised.
 * @example
 * ```ts
 * import { scalar } from "@tensorflow/tfjs-core";
 * import { layers, regularizers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { addRegularization } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const kernelRegularizer = regularizers.l2({ l2: 0.5 });
 * const dense = layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones", kernelRegularizer });
 * const model = sequential({ layers: [dense] });
 * model.build();
 * addRegularization(model, scalar(2)).dataSync()[0]; // => 2.5
 * ```
 */
export function addRegularization(model: LayersModel, loss: Scalar): Scalar {
  return model.calculateLosses().reduce((sum, own) => add(sum, mean(own)), loss);
}

/**
 * Computes the regularisation of a model with the weights of now; `undefined` if no layer is regularised.
 *
 * @returns A number, which the owner disposes.
 * @example
 * ```ts
 * import { layers, regularizers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { computeRegularization } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const kernelRegularizer = regularizers.l1({ l1: 0.5 });
 * const dense = layers.dense({ units: 1, inputShape: [3], kernelInitializer: "ones", kernelRegularizer });
 * computeRegularization(sequential({ layers: [dense] }))?.dataSync()[0]; // => 1.5
 * ```
 */
export function computeRegularization(model: LayersModel): Scalar | undefined {
  return isRegularized(model) ? tidy(() => addRegularization(model, scalar(0))) : undefined;
}

/** tfjs refuses if no variable has a gradient, as when only frozen layers are regularised. This one always has. */
const ANCHOR = "anchor";

/**
 * Computes the regularisation of a model and its gradients; `undefined` if no layer is regularised.
 *
 * @param variables - What is differentiated, by name. A variable that is not regularised has no gradient.
 * @returns Tensors, which the owner disposes.
 * @example
 * ```ts
 * import { layers, regularizers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { differentiateRegularization, trainableVariables } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const kernelRegularizer = regularizers.l2({ l2: 0.5 });
 * const dense = layers.dense({ name: "head", units: 1, inputShape: [1], kernelInitializer: "ones", kernelRegularizer });
 * const model = sequential({ layers: [dense] });
 * const found = differentiateRegularization(model, trainableVariables(model));
 * [found?.value.dataSync()[0], found?.gradients["head/kernel"].dataSync()[0]]; // => [0.5, 1]
 * ```
 */
export function differentiateRegularization(
  model: LayersModel,
  variables: Variables,
): LossAndGradients | undefined {
  if (!isRegularized(model)) return undefined;
  const anchor = tidy(() => variable(scalar(0)));
  try {
    const { value, gradients } = gradientsOf(new Map([...variables, [ANCHOR, anchor]]), () =>
      add(addRegularization(model, scalar(0)), anchor),
    );
    const { [ANCHOR]: own, ...regularized } = gradients;
    own.dispose();
    return { value, gradients: regularized };
  } finally {
    anchor.dispose();
  }
}

function isRegularized(model: LayersModel): boolean {
  if (!model.built) model.build(model.inputs[0].shape); // a sequential model lists no regularisers before
  return tidy(() => model.calculateLosses().length) > 0;
}
