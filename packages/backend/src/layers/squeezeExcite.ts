import { type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { Activation } from "../kernels/activation.ts";
import { differentiate } from "./differentiable.ts";
import { gateGradients, gateValues } from "./gateOps.ts";
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
      const [u, v, s] = gateValues(means, reduce, expand);
      save([x, means, u, v, s]);
      return [imageScale(x, s), means, u, v, s];
    },
    backward(dy, [input, means, u, v, s]) {
      const [dx, dReduce, dReduceBias, dExpand, dExpandBias] = tidy(() => {
        const ds = imageDots(input, dy);
        const [dMeans, ...rest] = gateGradients({ ds, means, u, v }, reduce, expand, height * width);
        return [imageScale(dy, s, dMeans), ...rest];
      });
      return {
        x: () => dx,
        reduceKernel: () => dReduce,
        reduceBias: () => dReduceBias,
        expandKernel: () => dExpand,
        expandBias: () => dExpandBias,
      };
    },
  });
  return y;
}
