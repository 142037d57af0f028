import { errorMessage } from "@tensorloom/core/internal";
import { type Placed, uniqueNames } from "@tensorloom/keras/internal";
import type { NamedWeights, Weight } from "../weights/namedWeights.ts";
import { WeightsFileError } from "./weightsFileError.ts";

/** Names the weights of a file; throws if two have the same name. */
export function namedOnce(path: string, found: readonly Placed[]): NamedWeights {
  try {
    return uniqueNames(found);
  } catch (cause) {
    throw new WeightsFileError(path, errorMessage(cause), { cause });
  }
}

/** Returns a weight; throws if a number of it is NaN or infinite. */
export function checkFinite(path: string, name: string, weight: Weight): Weight {
  const at = weight.data.findIndex((number) => !Number.isFinite(number));
  if (at < 0) return weight;
  const got = `${String(weight.data[at])} at ${String(at)}`;
  throw new WeightsFileError(path, `${name} must hold finite numbers, got ${got}`);
}
