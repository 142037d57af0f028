import { add, dispose, type NamedTensorMap, scalar, tidy, variable } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Variables } from "@tensorloom/graph/internal";
import { addRegularization, gradientsOf } from "../step/trainStep.ts";

/** The regularisation of a model, and its gradients, which the owner disposes: none if the model has none. */
export interface Regularization {
  readonly loss: number;
  readonly gradients: NamedTensorMap;
}

/** tfjs refuses if no variable has a gradient, as when only frozen layers are regularised. This one always has. */
const ANCHOR = "anchor";

/** Computes a model's regularisation with the weights of now. */
export async function computeRegularization(
  model: LayersModel,
  variables: Variables,
): Promise<Regularization> {
  if (!model.built) model.build(model.inputs[0].shape); // a sequential model lists no losses before
  if (tidy(() => model.calculateLosses().length) === 0) return { loss: 0, gradients: {} };
  const anchor = tidy(() => variable(scalar(0)));
  const { value, gradients } = gradientsOf(new Map([...variables, [ANCHOR, anchor]]), () =>
    add(addRegularization(model, scalar(0)), anchor),
  );
  const { [ANCHOR]: own, ...regularized } = gradients;
  const [loss] = await value.data();
  dispose([value, own, anchor]);
  return { loss, gradients: regularized };
}
