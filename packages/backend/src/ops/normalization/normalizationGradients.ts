import { type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { Activation } from "../../kernels/wasm/activation.ts";
import type { LazyGradients } from "../gradients/tfjsEngine.ts";
import { allReduceSums } from "./batchStatistics.ts";
import {
  inputGradient,
  type NormalizationTensors,
  normalizationSums,
  normalizationSumsAndImage,
} from "./normalizationOps.ts";

/** How a normalisation ran forward. */
export interface GradientOptions {
  readonly epsilon: number;
  readonly activation: Activation;
  /** The number of rows that the statistics are over; Infinity if they are fixed. */
  readonly rows: number;
  /** Whether dy may be overwritten. */
  readonly inPlace: boolean;
}

/** The gradients of a normalisation with its activation, in closed form, from that of its output. */
export function normalizationGradients(
  x: Tensor,
  dy: Tensor,
  by: NormalizationTensors,
  options: GradientOptions,
): LazyGradients {
  return gradientsFrom(normalizationSums, x, dy, by, options).gradients;
}

/** The same gradients, and the normalised tensor, which is the caller's to dispose. */
export function normalizationGradientsAndImage(
  x: Tensor,
  dy: Tensor,
  by: NormalizationTensors,
  options: GradientOptions,
): { readonly gradients: LazyGradients; readonly image: Tensor } {
  const { gradients, more } = gradientsFrom(normalizationSumsAndImage, x, dy, by, options);
  return { gradients, image: more[0] };
}

function gradientsFrom(
  sums: typeof normalizationSums,
  x: Tensor,
  dy: Tensor,
  by: NormalizationTensors,
  { epsilon, activation, rows, inPlace }: GradientOptions,
): { readonly gradients: LazyGradients; readonly more: readonly Tensor[] } {
  const [dx, dbeta, dgamma, ...more] = tidy(() => {
    const [dz, own, ownDots, ...made] = sums(x, dy, by, { epsilon, activation, inPlace });
    const [dbeta, dgamma] = rows === Infinity ? [own, ownDots] : allReduceSums([own, ownDots]);
    const slope = { dz, dbeta, dgamma, epsilon, rows, inPlace: inPlace || activation !== "linear" };
    return [inputGradient(x, by, slope), own, ownDots, ...made];
  });
  const gradients = {
    x: () => dx,
    ...(by.gamma === undefined ? {} : { gamma: () => dgamma }),
    ...(by.beta === undefined ? {} : { beta: () => dbeta }),
  };
  return { gradients, more };
}
