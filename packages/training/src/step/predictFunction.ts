import { dispose, keep, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray } from "@tensorloom/data";
import { type InputBatch, inputTensors, toArray } from "../batch/batch.ts";
import { keepLogits, type LogitsArray } from "../losses/logits.ts";
import { fuseModel } from "../model/fuseModel.ts";
import { forward, forwardToLogits } from "./forward.ts";

/** Wraps a model as a function from arrays to arrays, without checks for NaN. */
export function createPredictFunction(
  model: LayersModel,
  caller: string,
): (inputs: InputBatch["inputs"]) => Promise<NDArray<Float32Array>> {
  fuseModel(model);
  return async (array) => {
    const inputs = inputTensors(caller, { inputs: array });
    let output;
    try {
      output = tidy(() => keep(forward(caller, model, inputs, false)));
    } finally {
      dispose([...inputs]);
    }
    try {
      return await toArray(output);
    } finally {
      output.dispose();
    }
  };
}

/** Computes the logits of a batch in inference mode, with a model that has been fused. */
export async function predictLogits(
  model: LayersModel,
  caller: string,
  batch: InputBatch,
): Promise<LogitsArray> {
  const inputs = inputTensors(caller, batch);
  try {
    const { values, activation } = keepLogits(() => forwardToLogits(caller, model, inputs, false));
    try {
      return { values: await toArray(values), activation };
    } finally {
      values.dispose();
    }
  } finally {
    dispose([...inputs]);
  }
}
