import {
  add,
  dispose,
  keep,
  mean,
  type NamedTensorMap,
  type Scalar,
  type Tensor,
  tidy,
  variableGrads,
} from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { disposeGradientTape } from "@tensorloom/backend/internal";
import type { NDArray } from "@tensorloom/data";
import { type Batch, inputTensors, toArray } from "../batch/batch.ts";
import { type Logits, type Variables } from "@tensorloom/graph/internal";
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

/** Adds the model's regularisation to a loss. */
export function addRegularization(model: LayersModel, loss: Scalar): Scalar {
  return model.calculateLosses().reduce((sum, own) => add(sum, mean(own)), loss);
}

/** The value and the gradients of an objective. The owner must dispose them. */
export interface LossAndGradients {
  readonly value: Scalar;
  readonly gradients: NamedTensorMap;
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

/** Computes a number that depends on variables, and its gradients. */
export function gradientsOf(variables: Variables, compute: () => Scalar): LossAndGradients {
  try {
    return tidy(() => {
      const { value, grads } = variableGrads(compute, [...variables.values()]);
      return { value: keep(value), gradients: nameGradients(variables, grads) };
    });
  } catch (error) {
    disposeGradientTape();
    throw error;
  }
}

/** Names gradients as the layers name their weights. A variable that the loss does not depend on has no gradient. */
function nameGradients(variables: Variables, gradients: NamedTensorMap): NamedTensorMap {
  const found = new Map(Object.entries(gradients));
  return Object.fromEntries(
    [...variables].flatMap(([name, variable]) => {
      const gradient = found.get(variable.name);
      return gradient === undefined ? [] : [[name, keep(gradient)]];
    }),
  );
}
