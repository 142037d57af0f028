import { sizeOf } from "@tensorloom/core/internal";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { kernelModule } from "../wasm/kernelModule.ts";
import { address, type WasmEngine } from "../wasm/wasmEngine.ts";

/** A value at an address. */
export interface Placed {
  readonly shape: readonly number[];
  readonly at: number;
}

/** The place of a value. */
export function placeOf(engine: WasmEngine, tensor: TensorInfo): Placed {
  return { shape: tensor.shape, at: address(engine, tensor) };
}

/** Copies the numbers of a tensor to a place; if the tensor is several times as large, those of a group. */
export function copyIn(engine: WasmEngine, from: TensorInfo, { shape, at }: Placed, group = 0): void {
  const count = sizeOf(shape);
  kernelModule(engine).copyRows(address(engine, from) + group * count * 4, at, count);
}

/** Copies the numbers of a place to a tensor, as {@link copyIn}. */
export function copyOut(engine: WasmEngine, { shape, at }: Placed, to: TensorInfo, group = 0): void {
  const count = sizeOf(shape);
  kernelModule(engine).copyRows(at, address(engine, to) + group * count * 4, count);
}
