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
import type { NDArray } from "@tensorloom/data";
import { type Batch, inputTensors, toArray } from "./batch.ts";
import { forward } from "./forward.ts";
import type { Loss } from "./loss.ts";
import { meanLoss } from "./meanLoss.ts";
import { dropTape } from "./tape.ts";
import type { Variables } from "./variables.ts";

/** What a batch taught. Whoever has it disposes `gradients`. */
export interface Lesson {
  /** The mean over the rows, each by its weight, and the model's own regularisation. */
  readonly loss: number;
  readonly rows: number;
  readonly outputs: NDArray;
  readonly gradients: NamedTensorMap;
}

/** The loss, outputs and gradients of one batch, in training mode. Only `variables` are differentiated. */
export async function learn(
  model: LayersModel,
  variables: Variables,
  loss: Loss,
  batch: Batch,
): Promise<Lesson> {
  const { value, outputs, gradients } = differentiate(model, variables, loss, batch);
  try {
    const [number, scores] = await Promise.all([toArray(value), toArray(outputs)]);
    return { loss: number.data[0], rows: scores.shape[0], outputs: scores, gradients };
  } catch (error) {
    dispose(gradients);
    throw error;
  } finally {
    dispose([value, outputs]);
  }
}

interface Kept {
  readonly value: Tensor;
  readonly outputs: Tensor;
  readonly gradients: NamedTensorMap;
}

function differentiate(model: LayersModel, variables: Variables, loss: Loss, batch: Batch): Kept {
  const inputs = inputTensors("fit", batch);
  const outputs: Tensor[] = [];
  function objective(): Scalar {
    const predictions = forward("fit", model, inputs, true);
    const total = model
      .calculateLosses()
      .reduce((sum, own) => add(sum, mean(own)), meanLoss(loss, batch, predictions));
    outputs.push(keep(predictions)); // tfjs drops what the function does not return
    return total;
  }
  try {
    return tidy(() => {
      const { value, grads } = variableGrads(objective, [...variables.values()]);
      return { value: keep(value), outputs: outputs[0], gradients: byName(variables, grads) };
    });
  } catch (error) {
    dispose(outputs);
    dropTape();
    throw error;
  } finally {
    dispose([...inputs]);
  }
}

/** The gradients under the names that the layers gave. A variable that the loss does not depend on has none. */
function byName(variables: Variables, gradients: NamedTensorMap): NamedTensorMap {
  const found = new Map(Object.entries(gradients));
  return Object.fromEntries(
    [...variables].flatMap(([name, variable]) => {
      const gradient = found.get(variable.name);
      return gradient === undefined ? [] : [[name, keep(gradient)]];
    }),
  );
}
