import { type Tensor, tidy } from "@tensorflow/tfjs-core";
import { differentiate } from "../gradients/differentiate.ts";
import { type Gate, gateBackward, gateForward } from "./gateOps.ts";
import { imageDots, imageMeans, imageScale } from "./imageOps.ts";

/**
 * Squeeze-and-excite as one operation: `y = x s` with `s = expand(reduce(means))`.
 *
 * The means are those of each image's pixels. `dx = dy s + dmeans / pixels` is one pass over `x`; tfjs would compute the
 * two terms separately and add them.
 *
 * @param x - [batch, height, width, channels].
 * @see Hu, Shen, Sun 2018, arXiv:1709.01507, section 3
 * @example
 * ```ts
 * import { ones, zeros } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { squeezeExcite } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const reduce = { kernel: ones([1, 1, 2, 1]), bias: zeros([1]), activation: "relu" } as const;
 * const expand = { kernel: zeros([1, 1, 1, 2]), bias: zeros([2]), activation: "sigmoid" } as const;
 * squeezeExcite(ones([1, 1, 1, 2]), reduce, expand).dataSync(); // => Float32Array.of(0.5, 0.5)
 * ```
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
      const [u, v, s] = gateForward(means, reduce, expand);
      save([x, means, u, v, s]);
      return [imageScale(x, s), means, u, v, s];
    },
    backward(dy, [input, means, u, v, s]) {
      const [dx, dReduce, dReduceBias, dExpand, dExpandBias] = tidy(() => {
        const ds = imageDots(input, dy);
        const [dMeans, ...rest] = gateBackward({ ds, means, u, v }, reduce, expand, height * width);
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
