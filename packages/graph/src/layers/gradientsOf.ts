import { keep, type NamedTensorMap, type Scalar, tidy, variableGrads } from "@tensorflow/tfjs-core";
import { disposeGradientTape } from "@tensorloom/backend/internal";
import type { Variables } from "./variables.ts";

/**
 * The value and the gradients of an objective. The owner must dispose them.
 *
 * @inline
 */
export interface LossAndGradients {
  readonly value: Scalar;
  /** By the names of the variables. A variable that the value does not depend on has none. */
  readonly gradients: NamedTensorMap;
}

/**
 * Computes a number that depends on variables, and its gradients.
 *
 * @example
 * ```ts
 * import { type Scalar, square, variable, scalar } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { gradientsOf } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const x = variable(scalar(3));
 * const { value, gradients } = gradientsOf(new Map([["x", x]]), () => square<Scalar>(x));
 * [value.dataSync()[0], gradients["x"].dataSync()[0]]; // => [9, 6]
 * ```
 */
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

/** Names gradients as the layers name their weights. */
function nameGradients(variables: Variables, gradients: NamedTensorMap): NamedTensorMap {
  const found = new Map(Object.entries(gradients));
  return Object.fromEntries(
    [...variables].flatMap(([name, variable]) => {
      const gradient = found.get(variable.name);
      return gradient === undefined ? [] : [[name, keep(gradient)]];
    }),
  );
}
