import type { TensorInfo } from "@tensorflow/tfjs-core";
import { runScript } from "../threads/runJob.ts";
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
  const at = (tensor: TensorInfo): Address => address(engine, tensor);
  const [meanAt, varianceAt, gammaAt, betaAt] = [
    at(mean),
    at(variance),
    gamma && at(gamma),
    beta && at(beta),
  ];
  runScript(engine, (running) => {
    const view = (place: Address): Float32Array => floats(running, place, channels);
    const [inverse, scale, shift] = [places.inverse, places.scale, places.shift].map(view);
    const [means, variances] = [meanAt, varianceAt].map(view);
    const gammas = gammaAt === undefined ? undefined : view(gammaAt);
    const betas = betaAt === undefined ? undefined : view(betaAt);
    for (let channel = 0; channel < channels; channel++) {
      inverse[channel] = 1 / Math.sqrt(variances[channel] + epsilon);
      scale[channel] = inverse[channel] * (gammas === undefined ? 1 : gammas[channel]);
      shift[channel] = (betas === undefined ? 0 : betas[channel]) - means[channel] * scale[channel];
    }
  });
  return places;
}
