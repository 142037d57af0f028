import { scalar, type Scalar, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { addRegularization } from "./trainStep.ts";

/** Computes the regularisation that a model's layers add to its loss, with the weights of now; 0 without any. */
export async function regularizationOf(model: LayersModel): Promise<number> {
  if (!model.built) model.build(model.inputs[0].shape); // a sequential model lists no losses before
  if (tidy(() => model.calculateLosses().length) === 0) return 0;
  const value = tidy<Scalar>(() => addRegularization(model, scalar(0)));
  try {
    return (await value.data())[0];
  } finally {
    value.dispose();
  }
}
