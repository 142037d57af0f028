import { isObject, shown } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * Checks that a value is a layers model with one output `[batch, classes]`.
 *
 * @throws TypeError if it is not a layers model, such as a GraphModel; RangeError if its output is another one.
 */
export function checkModel(caller: string, model: LayersModel): void {
  const value: unknown = model;
  if (!isObject(value) || !Array.isArray(value["layers"]) || typeof value["apply"] !== "function")
    throw new TypeError(
      `${caller}: model must be a LayersModel of @tensorflow/tfjs-layers, got ${shown(value)}${hintFor(value)}`,
    );
  if (!Array.isArray(value["outputs"]) || value["outputs"].length === 0)
    throw new RangeError(`${caller}: ${model.name} has no layers yet; add one with inputShape first`);
  const { outputs } = model;
  const shapes = outputs.map(({ shape }) => `[${shape.map((side) => side ?? "any").join(", ")}]`);
  if (outputs.length !== 1 || outputs[0].shape.length !== 2)
    throw new RangeError(
      `${caller}: ${model.name} must have one output [batch, classes], got ${shapes.join(" and ")}`,
    );
}

/** What to do with a model of tfjs's converter, whose layers are gone. */
function hintFor(value: unknown): string {
  const isGraphModel = isObject(value) && "executor" in value && "modelUrl" in value;
  return isGraphModel ? ", a GraphModel: its layers are gone; load the Keras model instead" : "";
}
