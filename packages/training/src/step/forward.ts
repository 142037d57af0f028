import { shapeText } from "@tensorloom/core/internal";
import { Tensor } from "@tensorflow/tfjs-core";
import { applyToLogits, type Logits } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * The one output of a model for these inputs. Runs in a tidy.
 *
 * @throws RangeError where the inputs are not as many or not of the shape that the model reads, or it has several outputs.
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
 * The same before the model's final activation, if that is sigmoid or softmax. Runs in a tidy.
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

/** @throws RangeError if inputs are not as many, or not of the shapes, that the model reads. */
export function checkInputs(
  caller: string,
  model: LayersModel,
  inputs: readonly { readonly shape: readonly number[] }[],
): void {
  const wanted = model.inputs.map((input) => input.shape);
  const misfit =
    wanted.length !== inputs.length ||
    wanted.some(
      (shape, at) =>
        shape.length !== inputs[at].shape.length ||
        shape.some((length, axis) => length !== null && length !== inputs[at].shape[axis]),
    );
  if (misfit) {
    const [expected, got] = [wanted, inputs.map((input) => input.shape)].map((list) =>
      list.map(shapeText).join(" and "),
    );
    throw new RangeError(`${caller}: ${model.name} reads inputs of shape ${expected}, got ${got}`);
  }
}
