import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import { type Activation, ACTIVATIONS } from "../wasm/activation.ts";
import { kernelModule } from "../wasm/kernelModule.ts";
import { type NormalizationInputs, writeScaleAndShift } from "./scaleAndShift.ts";
import { address, shareData, floats, type WasmEngine, withScratch } from "../wasm/wasmEngine.ts";

/** How a normalisation ends. */
export interface NormalizationAttributes {
  readonly epsilon: number;
  readonly activation: Activation;
}

/** A tensor [.., channels] as the kernels see it. */
function matrix({ shape }: TensorInfo): { readonly rows: number; readonly channels: number } {
  return {
    rows: util.sizeFromShape(shape.slice(0, -1)),
    channels: shape[shape.length - 1],
  };
}

/** Mean and biased variance of each channel. */
export function moments(engine: WasmEngine, x: TensorInfo): TensorInfo[] {
  const { rows, channels } = matrix(x);
  const [mean, variance] = [0, 1].map(() => engine.makeOutput([channels], "float32"));
  withScratch(engine, channels * 16, (scratch) => {
    const places = [address(engine, mean), address(engine, variance)] as const;
    kernelModule(engine).moments(address(engine, x), rows, channels, ...places, scratch);
  });
  return [mean, variance];
}

/** momentum * mean + (1 - momentum) * found, each [channels]. */
export function updateMovingMean(
  engine: WasmEngine,
  mean: TensorInfo,
  found: TensorInfo,
  momentum: number,
): TensorInfo {
  const moved = engine.makeOutput(mean.shape, "float32");
  const [from, to, into] = [mean, found, moved].map((tensor) =>
    floats(engine, address(engine, tensor), util.sizeFromShape(mean.shape)),
  );
  for (let at = 0; at < into.length; at++) into[at] = from[at] - (from[at] - to[at]) * (1 - momentum);
  return moved;
}

/** activation(gamma (x - mean) / sqrt(variance + epsilon) + beta). */
export function normalize(
  engine: WasmEngine,
  x: TensorInfo,
  by: NormalizationInputs,
  { epsilon, activation }: NormalizationAttributes,
): TensorInfo {
  const { rows, channels } = matrix(x);
  const y = engine.makeOutput(x.shape, "float32");
  withScratch(engine, 3 * channels * 4, (scratch) => {
    const { scale, shift } = writeScaleAndShift(engine, by, epsilon, channels, scratch);
    const places = [address(engine, x), scale, shift, address(engine, y)] as const;
    kernelModule(engine).normalize(...places, rows, channels, ACTIVATIONS[activation]);
  });
  return y;
}

/**
 * dz = dy * activation'(z), dbeta = sum(dz) and dgamma = sum(dz * u) with u = (x - mean) / sqrt(variance + epsilon).
 * A linear activation makes no new dz: the first output is then dy itself.
 */
export function normalizationSums(
  engine: WasmEngine,
  { x, dy }: Readonly<Record<"x" | "dy", TensorInfo>>,
  by: NormalizationInputs,
  { epsilon, activation }: NormalizationAttributes,
): TensorInfo[] {
  const { rows, channels } = matrix(x);
  const dz = activation === "linear" ? shareData(engine, dy) : engine.makeOutput(x.shape, "float32");
  const [dbeta, dgamma] = [0, 1].map(() => engine.makeOutput([channels], "float32"));
  const pairBytes = channels * 16;
  withScratch(engine, pairBytes + 3 * channels * 4, (scratch) => {
    const { scale, shift, inverse } = writeScaleAndShift(engine, by, epsilon, channels, scratch + pairBytes);
    const places = [address(engine, x), address(engine, dy), scale, shift, address(engine, by.mean)] as const;
    const module = kernelModule(engine);
    module.normalizationSums(
      ...places,
      address(engine, dz),
      scratch,
      rows,
      channels,
      ACTIVATIONS[activation],
    );
    const pairs = new Float64Array(engine.wasm.asm.memory.buffer, scratch, 2 * channels);
    const [factors, sums, dots] = [inverse, address(engine, dbeta), address(engine, dgamma)].map((at) =>
      floats(engine, at, channels),
    );
    for (let channel = 0; channel < channels; channel++) {
      sums[channel] = pairs[2 * channel];
      dots[channel] = pairs[2 * channel + 1] * factors[channel];
    }
  });
  return [dz, dbeta, dgamma];
}

/** What the gradient with respect to x works with. */
export interface GradientAttributes {
  readonly epsilon: number;
  /** How many rows the statistics were taken from, on all replicas; Infinity if they are fixed. */
  readonly rows: number;
  /** Whether dz may be written over. */
  readonly inPlace: boolean;
}

/** dx = gamma / sqrt(variance + epsilon) * (dz - dbeta / rows - u dgamma / rows). */
export function normalizationGradient(
  engine: WasmEngine,
  tensors: Readonly<Record<"x" | "dz" | "dbeta" | "dgamma", TensorInfo>>,
  by: NormalizationInputs,
  { epsilon, rows, inPlace }: GradientAttributes,
): TensorInfo {
  const { x, dz } = tensors;
  const { rows: own, channels } = matrix(x);
  const dx = inPlace ? shareData(engine, dz) : engine.makeOutput(x.shape, "float32");
  withScratch(engine, 5 * channels * 4, (scratch) => {
    const { scale, inverse } = writeScaleAndShift(engine, by, epsilon, channels, scratch);
    const [slope, offset] = [3, 4].map((nth) => scratch + nth * channels * 4);
    const view = (at: number): Float32Array => floats(engine, at, channels);
    const [scales, inverses, slopeValues, offsets] = [scale, inverse, slope, offset].map(view);
    const [means, dbetas, dgammas] = [by.mean, tensors.dbeta, tensors.dgamma].map((tensor) =>
      view(address(engine, tensor)),
    );
    for (let channel = 0; channel < channels; channel++) {
      slopeValues[channel] = (-scales[channel] * inverses[channel] * dgammas[channel]) / rows;
      offsets[channel] = (-scales[channel] * dbetas[channel]) / rows - slopeValues[channel] * means[channel];
    }
    const places = [address(engine, x), address(engine, dz), scale, slope, offset] as const;
    kernelModule(engine).normalizationGradient(...places, address(engine, dx), own, channels);
  });
  return dx;
}
