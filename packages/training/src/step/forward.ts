import { shapeText } from "@tensorloom/core/internal";
import { Tensor } from "@tensorflow/tfjs-core";
import { applyToLogits, type Logits } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * Runs the forward pass of a model with one output. Runs in a tidy.
 *
 * @throws RangeError if the number or shapes of the inputs do not fit the model, or it has several outputs.
 */
export function forward(
  caller: string,
  model: LayersModel,
  inputs: readonly Tensor[],
  training: boolean,
): Tensor {
  checkInputs(caller, model, inputs);
  const outputs = model.apply(inputs.length === 1 ? inputs[0] : [...inputs], { training });
  if (outputs instanceof Tensor) return outputs;
  throw new RangeError(`${caller}: ${model.name} must have one output, got ${String(model.outputs.length)}`);
}

/**
 * Runs the forward pass up to the final activation, if that is sigmoid or softmax. Runs in a tidy.
 *
 * @throws RangeError as {@link forward}.
 */
export function forwardToLogits(
  caller: string,
  model: LayersModel,
  inputs: readonly Tensor[],
  training: boolean,
): Logits {
  checkInputs(caller, model, inputs);
  if (model.outputs.length === 1) return applyToLogits(model, inputs, { training });
  throw new RangeError(`${caller}: ${model.name} must have one output, got ${String(model.outputs.length)}`);
}

/** @throws RangeError if the number or shapes of the inputs do not fit the model. */
export function checkInputs(
  caller: string,
  model: LayersModel,
  inputs: readonly { readonly shape: readonly number[] }[],
): void {
  const expected = model.inputs.map((input) => input.shape);
  const mismatch =
    expected.length !== inputs.length ||
    expected.some(
      (shape, at) =>
        shape.length !== inputs[at].shape.length ||
        shape.some((length, axis) => length !== null && length !== inputs[at].shape[axis]),
    );
  if (mismatch) {
    const [wanted, got] = [expected, inputs.map((input) => input.shape)].map((list) =>
      list.map(shapeText).join(" and "),
    );
    throw new RangeError(`${caller}: ${model.name} reads inputs of shape ${wanted}, got ${got}`);
  }
}
