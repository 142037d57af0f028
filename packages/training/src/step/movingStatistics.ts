import type { Variables } from "@tensorloom/graph/internal";
import { getBackend, keep, type Tensor, tensor, tidy, type Variable } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";

/** A copy of a model's moving statistics. The owner must either restore or release it. */
export interface MovingStatistics {
  /** Writes the statistics back to the model, and releases the copy. */
  restore(): void;
  release(): void;
}

/** Copies moving statistics, which the forward pass updates, so that a failed step can be undone. */
export function saveMovingStatistics(moving: Variables): MovingStatistics {
  const saved = [...moving.values()].map((variable) => ({
    variable,
    ...copyValue(variable),
  }));
  function release(): void {
    for (const { dispose } of saved) dispose();
  }
  return {
    restore() {
      tidy(() => {
        for (const { variable, value } of saved) if (!variable.isDisposed) variable.assign(value());
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

/** Copies the numbers if they are in this process's memory. Otherwise keeps the tensor, which an assignment replaces. */
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
