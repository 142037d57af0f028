import { depthwiseConv2d, engine, type Tensor, type Tensor4D } from "@tensorflow/tfjs-core";
import type { ConvolveOptions } from "../convolution/convolve.ts";
import { differentiate, disposeAtRelease } from "../gradients/differentiate.ts";
import { mayOverwrite } from "../gradients/tfjsEngine.ts";
import { runFusedKernel } from "../runFusedKernel.ts";
import type { BatchNormalizeOptions, Normalized } from "./batchNormalize.ts";
import { batchStatistics } from "./batchStatistics.ts";
import { normalizationGradientsAndImage } from "./normalizationGradients.ts";
import { type NormalizationTensors, normalize } from "./normalizationOps.ts";

/** Options of {@link normalizeDepthwise}. */
export interface NormalizeDepthwiseOptions
  extends BatchNormalizeOptions, Pick<ConvolveOptions, "pad" | "strides"> {}

/**
 * Batch normalisation with an activation, and the depthwise convolution of the result, as one operation.
 *
 * The normalised image is never stored for the backward pass, which makes it again in the pass that sums the gradients of
 * the normalisation, since both need the same numbers. The results are those of `batchNormalize` and `convolve`.
 *
 * @param x - [batch, height, width, channels].
 * @param filter - [height, width, channels, 1].
 * @returns The convolution's output, and the mean and variance that its input was normalised by.
 * @example
 * ```ts
 * import { ones, tensor4d } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { normalizeDepthwise } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const options = { epsilon: 0, activation: "relu", strides: [1, 1], pad: "valid" } as const;
 * const { y } = normalizeDepthwise(tensor4d([[[[1], [3]]]]), ones([1, 2, 1, 1]), { ...options, strides: [1, 1] });
 * y.dataSync(); // => Float32Array.of(1)
 * ```
 */
export function normalizeDepthwise(
  x: Tensor,
  filter: Tensor4D,
  { statistics, epsilon, activation, gamma, beta, strides, pad }: NormalizeDepthwiseOptions,
): Normalized {
  const ending = { epsilon, activation };
  const convolution = { strides, pad, dataFormat: "NHWC", dilations: [1, 1] } as const;
  const { shape: inputShape } = x;
  const { shape: filterShape } = filter;
  const affine = { ...(gamma === undefined ? {} : { gamma }), ...(beta === undefined ? {} : { beta }) };
  let rows = Infinity;
  const [y, mean, variance] = differentiate({
    inputs: { x, filter, ...affine },
    forward(save) {
      const kept = statistics?.map((tensor) => tensor.clone()) ?? taken();
      const by = { mean: kept[0], variance: kept[1], gamma, beta };
      save([x, filter, ...kept]);
      return [convolve(x, by), ...kept];
    },
    backward(dy, [input, taps, m, v]) {
      const by = { mean: m, variance: v, gamma, beta };
      const da = engine().runKernel<Tensor>(
        "DepthwiseConv2dNativeBackpropInput",
        { dy, filter: taps },
        { ...convolution, inputShape },
      );
      const inPlace = mayOverwrite(da);
      const { gradients, image } = normalizationGradientsAndImage(input, da, by, {
        ...ending,
        rows,
        inPlace,
      });
      da.dispose();
      disposeAtRelease(image);
      return { ...gradients, filter: () => filterGradient(image, dy) };
    },
  });
  return { y, mean, variance };

  function taken(): readonly [Tensor, Tensor] {
    const of = batchStatistics(x);
    rows = of.rows;
    return [of.mean, of.variance];
  }

  function convolve(input: Tensor, by: NormalizationTensors): Tensor {
    const fallback = (): Tensor[] => {
      const normalized = normalize(input, by, ending) as Tensor4D; // as x
      return [depthwiseConv2d(normalized, filter, strides, pad)];
    };
    const attributes = { ...convolution, ...ending };
    return runFusedKernel(
      "TensorloomNormalizedDepthwise",
      { x: input, filter, ...by },
      fallback,
      attributes,
    )[0];
  }

  function filterGradient(image: Tensor, dy: Tensor): Tensor {
    const attributes = { ...convolution, filterShape };
    const name = "DepthwiseConv2dNativeBackpropFilter";
    return engine().runKernel<Tensor>(name, { x: image, dy }, attributes);
  }
}
