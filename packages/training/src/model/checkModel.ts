import { isObject } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { throwWrongType } from "../batch/throwWrongType.ts";

/**
 * Checks that a value is a layers model with known inputs. It may come from another copy of tfjs.
 *
 * @throws TypeError if it is not a layers model; RangeError if it has no layers yet.
 */
export function checkModel(caller: string, model: LayersModel): void {
  const value: unknown = model;
  const isModel = isObject(value) && Array.isArray(value["layers"]) && typeof value["apply"] === "function";
  if (!isModel)
    throwWrongType(
      `${caller}: model`,
      "a LayersModel of @tensorflow/tfjs-layers",
      value,
      `write ${caller}(model, …)`,
    );
  if (!Array.isArray(value["outputs"]) || value["outputs"].length === 0)
    throw new RangeError(`${caller}: ${model.name} has no layers yet; add one with inputShape first`);
}
