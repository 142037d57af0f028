import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Address } from "../wasm/kernelExports.ts";
import { address, floats, type WasmEngine } from "../wasm/wasmEngine.ts";

/** The statistics and parameters of a normalisation, each [channels]. */
export interface NormalizationInputs {
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  /** Default 1. */
  readonly gamma?: TensorInfo | undefined;
  /** Default 0. */
  readonly beta?: TensorInfo | undefined;
}

/** Writes `scale` and `shift` of the normalisation `x * scale + shift`, and `inverse = 1 / sqrt(variance + epsilon)`, at `to`. */
export function writeScaleAndShift(
  engine: WasmEngine,
  { mean, variance, gamma, beta }: NormalizationInputs,
  epsilon: number,
  channels: number,
  to: Address,
): Readonly<Record<"inverse" | "scale" | "shift", Address>> {
  const places = { inverse: to, scale: to + channels * 4, shift: to + channels * 8 };
  const of = (tensor: TensorInfo): Float32Array => floats(engine, address(engine, tensor), channels);
  const [inverse, scale, shift] = [places.inverse, places.scale, places.shift].map((at) =>
    floats(engine, at, channels),
  );
  const [means, variances] = [of(mean), of(variance)];
  const gammas = gamma && of(gamma);
  const betas = beta && of(beta);
  for (let channel = 0; channel < channels; channel++) {
    inverse[channel] = 1 / Math.sqrt(variances[channel] + epsilon);
    scale[channel] = inverse[channel] * (gammas === undefined ? 1 : gammas[channel]);
    shift[channel] = (betas === undefined ? 0 : betas[channel]) - means[channel] * scale[channel];
  }
  return places;
}
