import { add, div, matMul, reshape, sum, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import type { Activation } from "../../kernels/wasm/activation.ts";
import { activate, activationGradient } from "../activate.ts";
import { runFusedKernel } from "../runFusedKernel.ts";

/** One of the two small layers of a squeeze-and-excite: a kernel [.., inputs, outputs] and a bias [outputs]. */
export interface Gate {
  readonly kernel: Tensor;
  readonly bias: Tensor;
  readonly activation: Activation;
}

/** A gate's kernel without the axes of a pixel: [inputs, outputs]. */
function matrix({ kernel }: Gate): Tensor2D {
  const [inputs, outputs] = kernel.shape.slice(-2);
  return reshape(kernel, [inputs, outputs]);
}

function activations(reduce: Gate, expand: Gate): Readonly<Record<string, string>> {
  return { reduceActivation: reduce.activation, expandActivation: expand.activation };
}

/** The inputs `u` and `v` of the two layers' activations, and the output `s`. */
export function gateForward(means: Tensor, reduce: Gate, expand: Gate): Tensor[] {
  const before = (input: Tensor, gate: Gate): Tensor =>
    add(matMul(input as Tensor2D, matrix(gate)), gate.bias);
  const fallback = (): Tensor[] => {
    const u = before(means, reduce);
    const v = before(activate(u, reduce.activation), expand);
    return [u, v, activate(v, expand.activation)];
  };
  const inputs = {
    means,
    reduceKernel: reduce.kernel,
    reduceBias: reduce.bias,
    expandKernel: expand.kernel,
    expandBias: expand.bias,
  };
  return runFusedKernel("TensorloomGate", inputs, fallback, activations(reduce, expand));
}

/** The gradients of the means (each pixel's part), then of both kernels and biases in their order. */
export function gateBackward(
  values: Readonly<Record<"ds" | "means" | "u" | "v", Tensor>>,
  reduce: Gate,
  expand: Gate,
  pixels: number,
): Tensor[] {
  const { ds, means, u, v } = values;
  const across = (a: Tensor, b: Tensor, { kernel }: Gate): Tensor =>
    reshape(matMul(a as Tensor2D, b as Tensor2D, true), kernel.shape);
  const fallback = (): Tensor[] => {
    const dv = activationGradient(v, ds, expand.activation);
    const du = activationGradient(u, matMul(dv as Tensor2D, matrix(expand), false, true), reduce.activation);
    return [
      div(matMul(du as Tensor2D, matrix(reduce), false, true), pixels),
      across(means, du, reduce),
      sum(du, 0),
      across(activate(u, reduce.activation), dv, expand),
      sum(dv, 0),
    ];
  };
  const inputs = { ...values, reduceKernel: reduce.kernel, expandKernel: expand.kernel };
  return runFusedKernel("TensorloomGateGradient", inputs, fallback, {
    ...activations(reduce, expand),
    pixels,
  });
}
