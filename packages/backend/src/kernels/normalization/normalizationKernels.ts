import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Activation, ACTIVATIONS } from "../wasm/activation.ts";
import { partition } from "../threads/partition.ts";
import { runJob, runScript } from "../threads/runJob.ts";
import type { KernelModule } from "../wasm/kernelExports.ts";
import { withSums } from "./channelSums.ts";
import { rowsAndChannels } from "./rowsAndChannels.ts";
import { type NormalizationInputs, writeScaleAndShift } from "./scaleAndShift.ts";
import {
  address,
  shareData,
  floats,
  type WasmEngine,
  withConstants,
  withScratch,
} from "../wasm/wasmEngine.ts";

/** How a normalisation ends. */
export interface NormalizationAttributes {
  readonly epsilon: number;
  readonly activation: Activation;
}

/** activation(gamma (x - mean) / sqrt(variance + epsilon) + beta). */
export function normalize(
  engine: WasmEngine,
  x: TensorInfo,
  by: NormalizationInputs,
  { epsilon, activation }: NormalizationAttributes,
): TensorInfo {
  const { rows, channels } = rowsAndChannels(x);
  const y = engine.makeOutput(x.shape, "float32");
  withConstants(engine, 3 * channels * 4, (constants) => {
    const { scale, shift } = writeScaleAndShift(engine, by, epsilon, channels, constants);
    const [from, to] = [address(engine, x), address(engine, y)];
    byRows(engine, "normalize", rows, channels, (by, count) => [
      from + by,
      scale,
      shift,
      to + by,
      count,
      channels,
      ACTIVATIONS[activation],
    ]);
  });
  return y;
}

/** The attributes of the sums of a gradient. */
export interface SumsAttributes extends NormalizationAttributes {
  /** Whether dz may be written over dy. */
  readonly inPlace: boolean;
}

/**
 * The outputs of `normalizationSums`, and the normalised tensor, which swish and its derivative need the same numbers for.
 */
export function normalizationSumsAndImage(
  engine: WasmEngine,
  tensors: Readonly<Record<"x" | "dy", TensorInfo>>,
  by: NormalizationInputs,
  attributes: SumsAttributes,
): TensorInfo[] {
  if (attributes.activation !== "swish")
    return [
      ...normalizationSums(engine, tensors, by, attributes),
      normalize(engine, tensors.x, by, attributes),
    ];
  const made = engine.makeOutput(tensors.x.shape, "float32");
  return [...normalizationSums(engine, tensors, by, attributes, made), made];
}

/**
 * dz = dy * activation'(z), dbeta = sum(dz) and dgamma = sum(dz * u) with u = (x - mean) / sqrt(variance + epsilon).
 * A linear activation makes no new dz: the first output is then dy itself, and so it is if dy may be overwritten.
 *
 * @param made - A tensor that the normalised one is written to; for swish only.
 */
export function normalizationSums(
  engine: WasmEngine,
  { x, dy }: Readonly<Record<"x" | "dy", TensorInfo>>,
  by: NormalizationInputs,
  { epsilon, activation, inPlace }: SumsAttributes,
  made?: TensorInfo,
): TensorInfo[] {
  const { rows, channels } = rowsAndChannels(x);
  const dz =
    activation === "linear" || inPlace ? shareData(engine, dy) : engine.makeOutput(x.shape, "float32");
  const [dbeta, dgamma] = [0, 1].map(() => engine.makeOutput([channels], "float32"));
  withScratch(engine, 3 * channels * 4, (scratch) => {
    const { scale, shift, inverse } = writeScaleAndShift(engine, by, epsilon, channels, scratch);
    const [from, above, mean, to] = [x, dy, by.mean, dz].map((tensor) => address(engine, tensor));
    const [sumsAt, dotsAt] = [dbeta, dgamma].map((tensor) => address(engine, tensor));
    const image = made === undefined ? 0 : address(engine, made);
    withSums(
      engine,
      "normalizationSums",
      { rows, channels, numbers: 2 * rows * channels },
      (first, count, sums) => {
        const at = first * channels * 4;
        const places = [
          from + at,
          above + at,
          scale,
          shift,
          mean,
          to + at,
          image === 0 ? 0 : image + at,
          sums,
        ];
        return [...places, count, channels, ACTIVATIONS[activation]];
      },
      (running, pairs) => {
        const [factors, sums, dots] = [inverse, sumsAt, dotsAt].map((at) => floats(running, at, channels));
        for (let channel = 0; channel < channels; channel++) {
          sums[channel] = pairs[2 * channel];
          dots[channel] = pairs[2 * channel + 1] * factors[channel];
        }
      },
    );
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
  const { rows: own, channels } = rowsAndChannels(x);
  const dx = inPlace ? shareData(engine, dz) : engine.makeOutput(x.shape, "float32");
  withScratch(engine, 5 * channels * 4, (scratch) => {
    const { scale, inverse } = writeScaleAndShift(engine, by, epsilon, channels, scratch);
    const [slope, offset] = [3, 4].map((nth) => scratch + nth * channels * 4);
    const sums = [by.mean, tensors.dbeta, tensors.dgamma].map((tensor) => address(engine, tensor));
    runScript(engine, (running) => {
      const view = (at: number): Float32Array => floats(running, at, channels);
      const [scales, inverses, slopeValues, offsets] = [scale, inverse, slope, offset].map(view);
      const [means, dbetas, dgammas] = sums.map(view);
      for (let channel = 0; channel < channels; channel++) {
        slopeValues[channel] = (-scales[channel] * inverses[channel] * dgammas[channel]) / rows;
        offsets[channel] =
          (-scales[channel] * dbetas[channel]) / rows - slopeValues[channel] * means[channel];
      }
    });
    const [from, above, to] = [x, dz, dx].map((tensor) => address(engine, tensor));
    byRows(engine, "normalizationGradient", own, channels, (by, count) => [
      from + by,
      above + by,
      scale,
      slope,
      offset,
      to + by,
      count,
      channels,
    ]);
  });
  return dx;
}

/** Computes a kernel for some rows at a time: `argumentsOf` gets the bytes before the first row, and the rows. */
function byRows(
  engine: WasmEngine,
  kernel: keyof KernelModule,
  rows: number,
  channels: number,
  argumentsOf: (bytes: number, rows: number) => readonly number[],
): void {
  const parts = partition(engine, rows, 1, rows * channels * 10).map(([first, end]) =>
    argumentsOf(first * channels * 4, end - first),
  );
  runJob(engine, { kernel, parts });
}
