import type { Tensor } from "@tensorflow/tfjs-core";
import type { Activation } from "../../kernels/wasm/activation.ts";
import { mayOverwrite } from "../gradients/tfjsEngine.ts";
import { batchStatistics } from "./batchStatistics.ts";
import { normalizationGradients } from "./normalizationGradients.ts";
import { differentiate } from "../gradients/differentiate.ts";
import { normalize } from "./normalizationOps.ts";

/** Options of {@link batchNormalize}. */
export interface BatchNormalizeOptions {
  /** One number per channel; default 1, as in a layer with `scale: false`. */
  readonly gamma?: Tensor | undefined;
  /** One number per channel; default 0, as in a layer with `center: false`. */
  readonly beta?: Tensor | undefined;
  /** Fixed mean and variance to normalise by. Default: those of the batch, through which gradients flow. */
  readonly statistics?: readonly [mean: Tensor, variance: Tensor] | undefined;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Applied to the result. */
  readonly activation: Activation;
}

/** The normalised tensor, and the mean and variance that it was normalised by. */
export interface Normalized {
  readonly y: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * Batch normalisation with an activation, over all axes but the last, as one operation.
 *
 * `y = activation(gamma (x - mean) / sqrt(variance + epsilon) + beta)`. Its gradients are closed formulas: with `z` the
 * input of the activation, `dz = dy activation'(z)`, `N` rows and
 * `u = (x - mean) / sqrt(variance + epsilon)`,
 * `dbeta = sum dz`, `dgamma = sum dz u`, `dx = gamma / sqrt(variance + epsilon) (dz - dbeta / N - u dgamma / N)`.
 * Of the forward pass only `x` is saved; `z` is recomputed.
 *
 * @example
 * ```ts
 * import { tensor2d } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { batchNormalize } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const { y, mean } = batchNormalize(tensor2d([[1], [3]]), { epsilon: 0, activation: "relu" });
 * [...y.dataSync(), ...mean.dataSync()]; // => [0, 1, 2]
 * ```
 */
export function batchNormalize(x: Tensor, options: BatchNormalizeOptions): Normalized {
  const { statistics, epsilon, activation, gamma, beta } = options;
  const inputs = {
    x,
    ...(gamma === undefined ? {} : { gamma }),
    ...(beta === undefined ? {} : { beta }),
  };
  let rows = Infinity;
  const [y, mean, variance] = differentiate({
    inputs,
    forward(save) {
      const used = statistics ?? taken();
      const y = normalize(x, { mean: used[0], variance: used[1], gamma, beta }, { epsilon, activation });
      const kept = statistics === undefined ? used : used.map((tensor) => tensor.clone());
      save([x, ...kept]);
      return [y, ...kept];
    },
    backward: (dy, [input, m, v]) => {
      const by = { mean: m, variance: v, gamma, beta };
      const inPlace = mayOverwrite(dy);
      return normalizationGradients(input, dy, by, { epsilon, activation, rows, inPlace });
    },
  });
  return { y, mean, variance };

  function taken(): readonly [Tensor, Tensor] {
    const found = batchStatistics(x);
    rows = found.rows;
    return [found.mean, found.variance];
  }
}
