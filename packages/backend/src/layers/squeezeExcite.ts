import { add, div, matMul, reshape, sum, type Tensor, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import type { Activation } from "../kernels/activation.ts";
import { activate, deactivate } from "./activate.ts";
import { differentiate } from "./differentiable.ts";
import { imageDots, imageMeans, imageScale } from "./imageOps.ts";

/** One of the two small layers: [.., inputs, outputs] and [outputs]. */
export interface Gate {
  readonly kernel: Tensor;
  readonly bias: Tensor;
  readonly activation: Activation;
}

/**
 * Squeeze-and-excite as one operation: `y = x s`, `s = expand(reduce(means))`, the means over each image's pixels.
 *
 * `dx = dy s + dmeans / pixels` is one pass over `x`: tfjs would make the two parts apart and add them.
 *
 * @param x - [batch, height, width, channels].
 * @see Hu, Shen, Sun 2018, arXiv:1709.01507, section 3
 */
export function squeezeExcite(x: Tensor, reduce: Gate, expand: Gate): Tensor {
  const [, height, width] = x.shape;
  const matrix = ({ kernel }: Gate): Tensor2D => {
    const [inputs, outputs] = kernel.shape.slice(-2);
    return reshape(kernel, [inputs, outputs]);
  };
  const before = (input: Tensor, gate: Gate): Tensor =>
    add(matMul(input as Tensor2D, matrix(gate)), gate.bias);
  const [y] = differentiate({
    inputs: {
      x,
      reduceKernel: reduce.kernel,
      reduceBias: reduce.bias,
      expandKernel: expand.kernel,
      expandBias: expand.bias,
    },
    forward(save) {
      const means = imageMeans(x);
      const u = before(means, reduce);
      const v = before(activate(u, reduce.activation), expand);
      save([x, means, u, v]);
      return [imageScale(x, activate(v, expand.activation)), means, u, v];
    },
    backward(dy, [input, means, u, v]) {
      const [dx, dv, du] = tidy(() => {
        const dv = deactivate(v, imageDots(input, dy), expand.activation);
        const dh = matMul(dv as Tensor2D, matrix(expand), false, true);
        const du = deactivate(u, dh, reduce.activation);
        const dmeans = matMul(du as Tensor2D, matrix(reduce), false, true);
        const s = activate(v, expand.activation);
        return [imageScale(dy, s, div(dmeans, height * width)), dv, du];
      });
      const kernelGradient = (a: Tensor, b: Tensor, { kernel }: Gate): Tensor =>
        reshape(matMul(a as Tensor2D, b as Tensor2D, true), kernel.shape);
      return {
        x: () => dx,
        reduceKernel: () => kernelGradient(means, du, reduce),
        reduceBias: () => sum(du, 0),
        expandKernel: () => kernelGradient(activate(u, reduce.activation), dv, expand),
        expandBias: () => sum(dv, 0),
      };
    },
  });
  return y;
}
