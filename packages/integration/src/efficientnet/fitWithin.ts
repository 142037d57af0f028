import { backend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { fromArray } from "@tensorloom/data";
import { binaryCrossEntropy, fit, type FitOptions, type History } from "@tensorloom/training";
import { WasmMeter } from "./wasmMeter.ts";

/** What a run planned and took. */
export interface Taken {
  readonly plan: History["memoryPlan"];
  /** The most bytes that tensors held at one time. */
  readonly held: number;
  /** The size of wasm's memory, which grows only: its highest point. */
  readonly heap: number;
  /** Of the second of two steps. */
  readonly seconds: number;
  readonly losses: readonly number[];
}

let meter: WasmMeter | undefined;

/** Trains two steps and one validation on wasm with tfjs, and measures the memory. */
export async function fitWithin(
  model: LayersModel,
  shape: readonly [rows: number, height: number, width: number, channels: number],
  options: Partial<FitOptions>,
): Promise<Taken> {
  meter ??= new WasmMeter();
  meter.highest = meter.live;
  const size = shape.reduce((product, side) => product * side, 1);
  const batch = {
    inputs: { data: Uint8Array.from({ length: size }, (_, at) => (at * 2_654_435_761) >>> 24), shape },
    targets: { data: Float32Array.from({ length: shape[0] }, (_, row) => row % 2), shape: [shape[0]] },
  };
  const losses: number[] = [];
  const times: number[] = [];
  const { memoryPlan } = await fit(model, {
    train: fromArray([batch, batch]),
    validation: fromArray([batch]),
    epochs: 1,
    loss: binaryCrossEntropy(),
    schedule: 1e-4,
    engine: "tfjs",
    onWarning: () => undefined,
    ...options,
    callbacks: [
      {
        onStepEnd({ loss }) {
          losses.push(loss);
          times.push(performance.now());
        },
      },
    ],
  });
  const { wasm } = backend() as unknown as {
    readonly wasm: { readonly asm: { readonly memory: WebAssembly.Memory } };
  };
  return {
    plan: memoryPlan,
    held: meter.highest,
    heap: wasm.asm.memory.buffer.byteLength,
    seconds: (times[1] - times[0]) / 1000,
    losses,
  };
}
