import { dispose, keep, type NamedTensorMap, type Scalar, type Tensor } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray } from "@tensorloom/data";
import { type Batch, inputTensors, toArray } from "../batch/batch.ts";
import {
  addRegularization,
  gradientsOf,
  type Logits,
  type LossAndGradients,
  type Variables,
} from "@tensorloom/graph/internal";
import { forwardToLogits } from "./forward.ts";
import type { Loss } from "../losses/loss.ts";
import { meanLoss } from "../losses/meanLoss.ts";
import { applyFinalActivation, toScores } from "../losses/logits.ts";

/** The loss, outputs and gradients of one batch. The owner must dispose `gradients`. */
export interface StepResult {
  /** The mean over the rows, weighted by the rows' weights, plus the model's regularisation. */
  readonly loss: number;
  readonly rows: number;
  readonly outputs: NDArray;
  /** The targets of the outputs, if they are not those of the batch alone: with those of other ranks. */
  readonly targets?: NDArray | undefined;
  readonly gradients: NamedTensorMap;
}

/**
 * Runs the forward and backward pass of a train step on one batch.
 *
 * The model runs in training mode. Only `variables` are differentiated.
 */
export async function computeGradients(
  model: LayersModel,
  variables: Variables,
  loss: Loss,
  batch: Batch,
): Promise<StepResult> {
  const inputs = inputTensors("fit", batch);
  const kept: Tensor[] = [];
  function objective(logits: Logits): Scalar {
    const predictions = applyFinalActivation(logits);
    kept.push(keep(toScores(loss, logits, predictions))); // tfjs disposes tensors that the function does not return
    return addRegularization(model, meanLoss(loss, batch, predictions));
  }
  let computed: LossAndGradients | undefined;
  try {
    computed = differentiate(model, variables, inputs, objective);
    const [number, scores] = await Promise.all([toArray(computed.value), toArray(kept[0])]);
    return { loss: number.data[0], rows: scores.shape[0], outputs: scores, gradients: computed.gradients };
  } catch (error) {
    if (computed !== undefined) dispose(computed.gradients);
    throw error;
  } finally {
    computed?.value.dispose();
    dispose([...inputs, ...kept]);
  }
}

/** Computes the gradients of an objective of the model's logits, in training mode. */
export function differentiate(
  model: LayersModel,
  variables: Variables,
  inputs: readonly Tensor[],
  objective: (logits: Logits) => Scalar,
): LossAndGradients {
  return gradientsOf(variables, () => objective(forwardToLogits("fit", model, inputs, true)));
}
