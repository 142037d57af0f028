import type { Tensor } from "@tensorflow/tfjs-core";
import { batchNormalize } from "@tensorloom/backend/internal";
import { callWithoutActivation, isBatchNorm } from "@tensorloom/graph/internal";
import type { LayerStep } from "./layerSteps.ts";

/** The tensors by the number of the value. */
export type Values = Map<number, Tensor>;

/**
 * Runs steps in inference mode and in order, layer by layer, also those of a fused model.
 *
 * Each value is disposed after its last reader, except for those that were there before and `kept`. Runs in a tidy.
 *
 * @param values - The inputs of the steps; receives the kept values.
 * @param logitsOf - The step that stops before its activation.
 */
export function runSteps(
  steps: readonly LayerStep[],
  values: Values,
  kept: readonly number[],
  logitsOf?: LayerStep,
): void {
  const lasting = new Set([...values.keys(), ...kept]);
  const lastReader = new Map(steps.flatMap((step) => step.inputs.map((value) => [value, step] as const)));
  for (const step of steps) {
    const read = step.inputs.map((value) => {
      const tensor = values.get(value);
      if (tensor === undefined) throw new Error(`${step.path} reads a value that was not made`);
      return tensor;
    });
    const made = [runStep(step, read, step === logitsOf)].flat();
    step.outputs.forEach((value, at) => values.set(value, made[at]));
    for (const value of new Set([...step.inputs, ...step.outputs]))
      if (!lasting.has(value) && (lastReader.get(value) ?? step) === step) release(values, value);
  }
}

/** A layer may return its input: the tensor is disposed once no value is that tensor. */
function release(values: Values, value: number): void {
  const tensor = values.get(value);
  values.delete(value);
  if (tensor !== undefined && ![...values.values()].includes(tensor)) tensor.dispose();
}

function runStep(step: LayerStep, inputs: Tensor[], toLogits: boolean): Tensor | Tensor[] {
  const { layer, callArguments } = step;
  const input = inputs.length === 1 ? inputs[0] : inputs;
  const options = { ...callArguments, training: false };
  if (toLogits) return callWithoutActivation(layer, input, options);
  return isBatchNorm(layer) && isOverLastAxis(step) ? normalize(step, inputs[0]) : layer.call(input, options);
}

function isOverLastAxis({ layer, shape }: LayerStep): boolean {
  const { axis } = layer.getConfig();
  return axis === -1 || axis === shape.length - 1;
}

/** Normalises by the moving statistics. tfjs's own operation has no gradient without gamma (`scale: false`). */
function normalize({ layer }: LayerStep, x: Tensor): Tensor {
  const weights = new Map(
    layer.weights.map((weight) => [weight.originalName.split("/").at(-1), weight.read()]),
  );
  const [mean, variance] = [weights.get("moving_mean"), weights.get("moving_variance")];
  if (mean === undefined || variance === undefined) throw new Error(`${layer.name} has no moving statistics`);
  const { epsilon } = layer.getConfig();
  return batchNormalize(x, {
    gamma: weights.get("gamma"),
    beta: weights.get("beta"),
    statistics: [mean, variance],
    epsilon: Number(epsilon ?? 1e-3),
    activation: "linear",
  }).y;
}
