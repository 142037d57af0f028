import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Activation, ACTIVATIONS } from "./activation.ts";
import { kernelModule } from "./kernelModule.ts";
import { address, type WasmEngine, withScratch } from "./wasmEngine.ts";

/** A tensor [.., channels] as the kernels see it. */
function matrix({ shape }: TensorInfo): { readonly rows: number; readonly channels: number } {
  return {
    rows: shape.slice(0, -1).reduce((rows, side) => rows * side, 1),
    channels: shape[shape.length - 1],
  };
}

/** Mean and biased variance of each channel. */
export function moments(engine: WasmEngine, x: TensorInfo): TensorInfo[] {
  const { rows, channels } = matrix(x);
  const [mean, variance] = [0, 1].map(() => engine.makeOutput([channels], "float32"));
  withScratch(engine, channels * 16, (scratch) => {
    const module = kernelModule(engine);
    module.moments(
      address(engine, x),
      rows,
      channels,
      address(engine, mean),
      address(engine, variance),
      scratch,
    );
  });
  return [mean, variance];
}

/** activation(x * scale + shift). */
export function normalize(
  engine: WasmEngine,
  inputs: Readonly<Record<"x" | "scale" | "shift", TensorInfo>>,
  activation: Activation,
): TensorInfo {
  const { x, scale, shift } = inputs;
  const { rows, channels } = matrix(x);
  const y = engine.makeOutput(x.shape, "float32");
  const places = [x, scale, shift, y].map((tensor) => address(engine, tensor)) as [
    number,
    number,
    number,
    number,
  ];
  kernelModule(engine).normalize(...places, rows, channels, ACTIVATIONS[activation]);
  return y;
}

/** For each channel the sums of dz and of dz * (x - mean), where dz = dy * activation'(x * scale + shift). */
export function normalizationSums(
  engine: WasmEngine,
  inputs: Readonly<Record<"x" | "dy" | "scale" | "shift" | "mean", TensorInfo>>,
  activation: Activation,
): TensorInfo[] {
  const { x, dy, scale, shift, mean } = inputs;
  const { rows, channels } = matrix(x);
  const outputs = [0, 1].map(() => engine.makeOutput([channels], "float32"));
  const places = [x, dy, scale, shift, mean].map((tensor) => address(engine, tensor));
  withScratch(engine, channels * 16, (scratch) => {
    const [a, b, c, d, e] = places;
    kernelModule(engine).normalizationSums(a, b, c, d, e, scratch, rows, channels, ACTIVATIONS[activation]);
    const { buffer } = engine.wasm.asm.memory;
    const pairs = new Float64Array(buffer.slice(scratch, scratch + channels * 16));
    outputs.forEach((output, which) => {
      const values = new Float32Array(buffer, address(engine, output), channels);
      for (let channel = 0; channel < channels; channel++) values[channel] = pairs[2 * channel + which];
    });
  });
  return outputs;
}

/** scale * dz + slope * x + offset. */
export function normalizationGradient(
  engine: WasmEngine,
  inputs: Readonly<Record<"x" | "dy" | "scale" | "shift" | "slope" | "offset", TensorInfo>>,
  activation: Activation,
): TensorInfo {
  const { x, dy, scale, shift, slope, offset } = inputs;
  const { rows, channels } = matrix(x);
  const dx = engine.makeOutput(x.shape, "float32");
  const [a, b, c, d, e, f, to] = [x, dy, scale, shift, slope, offset, dx].map((tensor) =>
    address(engine, tensor),
  );
  kernelModule(engine).normalizationGradient(a, b, c, d, e, f, to, rows, channels, ACTIVATIONS[activation]);
  return dx;
}
