import { engine, type Tensor, type Tensor4D, tidy } from "@tensorflow/tfjs-core";
import { differentiate } from "../gradients/differentiate.ts";
import { isWorthGating } from "../../kernels/squeezeExcite/gatedProjection.ts";
import { runFusedKernel } from "../runFusedKernel.ts";
import { type Gate, gateBackward, gateForward } from "./gateOps.ts";
import { imageDots, imageMeans, imageScale } from "./imageOps.ts";

const CONVOLUTION = { strides: 1, pad: "valid", dataFormat: "NHWC", dilations: 1 } as const;

/**
 * Squeeze-and-excite, and the 1x1 convolution of the result, as one operation.
 *
 * The gated image is not stored for the backward pass. On wasm and images of 14x14 and more it is never made: the gate is
 * multiplied into the filter, one filter for each image. The results are those of `squeezeExcite` and `convolve`.
 *
 * @param x - [batch, height, width, channels].
 * @param filter - [1, 1, channels, outputs].
 * @see Hu, Shen, Sun 2018, arXiv:1709.01507, section 3
 * @example
 * ```ts
 * import { ones, zeros } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { squeezeExciteProject } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const reduce = { kernel: ones([1, 1, 2, 1]), bias: zeros([1]), activation: "relu" } as const;
 * const expand = { kernel: zeros([1, 1, 1, 2]), bias: zeros([2]), activation: "sigmoid" } as const;
 * squeezeExciteProject(ones([1, 1, 1, 2]), reduce, expand, ones([1, 1, 2, 1])).dataSync(); // => Float32Array.of(1)
 * ```
 */
export function squeezeExciteProject(x: Tensor, reduce: Gate, expand: Gate, filter: Tensor4D): Tensor {
  const [, height, width] = x.shape;
  const pixels = height * width;
  const inputs = {
    x,
    reduceKernel: reduce.kernel,
    reduceBias: reduce.bias,
    expandKernel: expand.kernel,
    expandBias: expand.bias,
    filter,
  };
  const [y] = differentiate({
    inputs,
    forward(save) {
      const means = imageMeans(x);
      const [u, v, s] = gateForward(means, reduce, expand);
      save([x, means, u, v, s, filter]);
      return [project(x, s, filter), means, u, v, s];
    },
    backward(dy, [input, means, u, v, s, taps]) {
      const gated = { x: input, gate: s, filter: taps, dy };
      const [dx, dReduce, dReduceBias, dExpand, dExpandBias, dFilter] = tidy(() => {
        const { dGate, dFilter, dInput } = projectBackward(gated);
        const [dMeans, ...rest] = gateBackward({ ds: dGate, means, u, v }, reduce, expand, pixels);
        return [dInput(dMeans), ...rest, dFilter];
      });
      return {
        x: () => dx,
        reduceKernel: () => dReduce,
        reduceBias: () => dReduceBias,
        expandKernel: () => dExpand,
        expandBias: () => dExpandBias,
        filter: () => dFilter,
      };
    },
  });
  return y;
}

/** The 1x1 convolution of the gated image. */
function project(x: Tensor, gate: Tensor, filter: Tensor4D): Tensor {
  const plain = (): Tensor[] => [run("Conv2D", { x: imageScale(x, gate), filter }, {})];
  if (!isWorthGating(x)) return tidy(plain)[0];
  return runFusedKernel("TensorloomGatedProjection", { x, gate, filter }, plain)[0];
}

/** The gradients of the gate and the filter, and that of the image, to which the part through the means is added. */
function projectBackward({ x, gate, filter, dy }: Readonly<Record<"x" | "gate" | "filter" | "dy", Tensor>>): {
  readonly dGate: Tensor;
  readonly dFilter: Tensor;
  readonly dInput: (shift: Tensor) => Tensor;
} {
  const plain = (): Tensor[] => {
    const made = run("Conv2DBackpropInput", { dy, filter }, { inputShape: x.shape });
    const dFilter = tidy(() =>
      run("Conv2DBackpropFilter", { x: imageScale(x, gate), dy }, { filterShape: filter.shape }),
    );
    return [imageDots(x, made), dFilter, made];
  };
  const inputs = { x, gate, filter, dy };
  const found = !isWorthGating(x)
    ? plain()
    : runFusedKernel("TensorloomGatedProjectionGradient", inputs, plain);
  const [dGate, dFilter] = found;
  const dGated = found.at(2); // the kernel makes none
  return {
    dGate,
    dFilter,
    dInput: (shift) =>
      dGated === undefined
        ? runFusedKernel("TensorloomGatedProjectionInputGradient", { ...inputs, shift }, () => [])[0]
        : imageScale(dGated, gate, shift),
  };
}

function run(name: string, inputs: Record<string, Tensor>, more: object): Tensor {
  return engine().runKernel(name, inputs, { ...CONVOLUTION, ...more });
}
