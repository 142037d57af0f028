import {
  backend,
  engine,
  getBackend,
  getKernel,
  mul,
  type NamedTensorMap,
  type Tensor,
  tidy,
  type Variable,
} from "@tensorflow/tfjs-core";
import {
  UPDATE_RULES,
  type ConstantsOf,
  type SlotOf,
  type UpdateRule,
} from "../kernels/elementwise/updateRules.ts";

/** The tensors of one variable's update by a rule. */
export interface UpdateOperands<R extends UpdateRule> {
  readonly weight: Variable;
  readonly gradient: Tensor;
  /** The rule's slots, of the weight's shape. RMSprop may lack those that it does not use. */
  readonly slots: Readonly<Partial<Record<SlotOf<R>, Variable>>>;
  /** The fraction that the weight loses before its update; default 0. */
  readonly decay?: number | undefined;
}

/**
 * Updates variables by one step of an optimizer's rule, in one pass over all of them.
 *
 * It is one kernel on wasm, which overwrites weights and slots in place; numbers that another tensor shares (a clone) are
 * copied first. Other backends have no such kernel: nothing happens, and the caller uses tfjs's operations.
 *
 * @returns Whether the backend has the kernel.
 * @example
 * ```ts
 * import { ones, variable } from "@tensorflow/tfjs-core";
 * import { updateVariables } from "@tensorloom/backend/internal";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("wasm");
 * const weight = variable(ones([2]));
 * updateVariables("sgd", [{ weight, gradient: ones([2]), slots: {} }], { rate: 0.5 }); // => true
 * [...weight.dataSync()]; // => [0.5, 0.5]
 * ```
 */
export function updateVariables<R extends UpdateRule>(
  rule: R,
  variables: readonly UpdateOperands<R>[],
  constants: ConstantsOf<R>,
): boolean {
  // tfjs's type does not say that a kernel may be missing.
  if ((getKernel("TensorloomUpdate", getBackend()) as unknown) === undefined) return false;
  const { code, slots, constants: names } = UPDATE_RULES[rule];
  const inputs: NamedTensorMap = {};
  for (const [nth, { weight, gradient, slots: of }] of variables.entries()) {
    makeOwn(weight);
    inputs[`weight${String(nth)}`] = weight;
    inputs[`gradient${String(nth)}`] = gradient;
    const byName = new Map<string, Variable | undefined>(Object.entries(of));
    for (const [at, name] of slots.entries()) {
      const slot = byName.get(name);
      if (slot === undefined) continue;
      makeOwn(slot);
      inputs[`slot${String(at)}_${String(nth)}`] = slot;
    }
  }
  const values = new Map<string, number>(Object.entries(constants));
  engine().runKernel("TensorloomUpdate", inputs, {
    code,
    constants: names.map((name) => values.get(name) ?? 0),
    decays: variables.map(({ decay = 0 }) => decay),
  });
  return true;
}

/** Copies a variable's numbers if other tensors share them. */
function makeOwn(written: Variable): void {
  if (backend().refCount(written.dataId) === 1) return;
  const copy = tidy(() => mul(written, 1));
  written.assign(copy);
  copy.dispose();
}
