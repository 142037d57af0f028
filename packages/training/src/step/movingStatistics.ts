import { getBackend, keep, type Tensor, tensor, tidy, type Variable } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { movingVariables } from "../model/variables.ts";

/** The moving statistics of a model as they were; whoever holds them restores or releases them. */
export interface MovingStatistics {
  /** Puts them back, and releases them. */
  restore(): void;
  release(): void;
}

/** Holds a model's moving statistics, which a forward pass replaces, so that a step that fails changes nothing. */
export function saveMovingStatistics(model: LayersModel): MovingStatistics {
  const held = [...movingVariables(model).values()].map((variable) => ({ variable, ...copyValue(variable) }));
  function release(): void {
    for (const { dispose } of held) dispose();
  }
  return {
    restore() {
      tidy(() => {
        for (const { variable, value } of held) if (!variable.isDisposed) variable.assign(value());
      });
      release();
    },
    release,
  };
}

interface Value {
  readonly value: () => Tensor;
  readonly dispose: () => void;
}

/** A copy where numbers are at hand, and elsewhere the tensor itself, which is kept when another is assigned. */
function copyValue(variable: Variable): Value {
  if (["cpu", "wasm"].includes(getBackend()) && variable.dtype === "float32") {
    const numbers = floatsOf(variable).slice();
    return { value: () => tensor(numbers, variable.shape), dispose: () => undefined };
  }
  const before = tidy(() => keep(variable.clone()));
  return {
    value: () => before,
    dispose() {
      before.dispose();
    },
  };
}
