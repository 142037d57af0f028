import {
  add,
  backend,
  div,
  engine,
  getBackend,
  getKernel,
  mul,
  type NamedTensorMap,
  sqrt,
  square,
  sub,
  type Tensor,
  tidy,
  type Variable,
} from "@tensorflow/tfjs-core";
import { ADAM_OPERANDS, type AdamConstants } from "../kernels/elementwise/adamKernel.ts";

/** The tensors of one variable's update. */
export interface AdamOperands {
  readonly weight: Variable;
  readonly gradient: Tensor;
  /** The running mean of gradients, of the weight's shape. */
  readonly m: Variable;
  /** The running mean of squared gradients, of the weight's shape. */
  readonly v: Variable;
}

/**
 * Updates variables by one step of Adam: `m = beta1 m + (1 - beta1) g`, `v = beta2 v + (1 - beta2) g^2`, `w -= step m / (sqrt(v) + epsilon)`.
 *
 * On wasm it is one kernel over all variables, which overwrites them in place; numbers that another tensor shares (a
 * clone) are copied first. On other backends it is tfjs's own operations.
 *
 * @param constants - `step` is `rate sqrt(1 - beta2^t) / (1 - beta1^t)` at update `t`, from 1.
 * @see Kingma and Ba 2014, arXiv:1412.6980, end of section 2
 * @example
 * ```ts
 * import { ones, variable, zeros } from "@tensorflow/tfjs-core";
 * import { adamUpdate } from "@tensorloom/backend/internal";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("wasm");
 * const weight = variable(ones([2]));
 * const operands = { weight, gradient: ones([2]), m: variable(zeros([2])), v: variable(zeros([2])) };
 * adamUpdate([operands], { step: 0.5, beta1: 0, beta2: 0, epsilon: 0 });
 * [...weight.dataSync()]; // => [0.5, 0.5]
 * ```
 */
export function adamUpdate(variables: readonly AdamOperands[], constants: AdamConstants): void {
  if (!hasKernel()) {
    for (const operands of variables) updateByOps(operands, constants);
    return;
  }
  const inputs: NamedTensorMap = {};
  for (const [nth, operands] of variables.entries()) {
    for (const name of ADAM_OPERANDS) inputs[`${name}${String(nth)}`] = operands[name];
    for (const written of [operands.weight, operands.m, operands.v]) makeOwn(written);
  }
  engine().runKernel("TensorloomAdam", inputs, { ...constants });
}

function hasKernel(): boolean {
  // tfjs's type does not say that a kernel may be missing.
  return (getKernel("TensorloomAdam", getBackend()) as unknown) !== undefined;
}

/** Copies a variable's numbers if other tensors share them. */
function makeOwn(written: Variable): void {
  if (backend().refCount(written.dataId) === 1) return;
  const copy = tidy(() => mul(written, 1));
  written.assign(copy);
  copy.dispose();
}

function updateByOps({ weight, gradient, m, v }: AdamOperands, constants: AdamConstants): void {
  const { step, beta1, beta2, epsilon } = constants;
  tidy(() => {
    m.assign(add(mul(m, beta1), mul(gradient, 1 - beta1)));
    v.assign(add(mul(v, beta2), mul(square(gradient), 1 - beta2)));
    weight.assign(sub(weight, mul(step, div(m, add(sqrt(v), epsilon)))));
  });
}
