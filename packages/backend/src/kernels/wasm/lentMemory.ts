import { sizeOf } from "@tensorloom/core/internal";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { kernelModule } from "./kernelModule.ts";
import type { WasmEngine } from "./wasmEngine.ts";

/** Addresses that tensors have been lent, by the memory's functions. */
const lentAddresses = new WeakMap<WasmEngine["wasm"], Set<number>>();

/** A tensor on memory that is lent. */
interface Loan {
  readonly at: number;
  readonly tensor: TensorInfo;
}

/**
 * Memory of a lender, on which tensors lie until they are disposed, or until the lender needs it again.
 *
 * Such a tensor is like any other: whoever has it may keep, overwrite or dispose it.
 */
export class LentMemory {
  readonly #engine: WasmEngine;
  #loans: readonly Loan[] = [];

  constructor(engine: WasmEngine) {
    this.#engine = engine;
  }

  /** Makes a tensor of the numbers at an address. */
  lend(shape: readonly number[], at: number): TensorInfo {
    const tensor = this.#engine.makeOutput(shape, "float32", at);
    lentBy(this.#engine.wasm).add(at);
    this.#loans = [...this.#loans, { at, tensor }];
    return tensor;
  }

  /** Takes all memory back: a tensor that is still there moves to memory of its own. */
  reclaim(): void {
    const { wasm, dataIdMap } = this.#engine;
    const lent = lentBy(wasm);
    for (const { at, tensor } of this.#loans) {
      if (!lent.delete(at)) continue; // it was disposed
      const size = sizeOf(tensor.shape);
      const own = wasm._malloc(size * 4) >>> 0;
      kernelModule(this.#engine).copyRows(at, own, size);
      const data = dataIdMap.get(tensor.dataId);
      data.memoryOffset = own;
      wasm.tfjs.disposeData(data.id);
      wasm.tfjs.registerTensor(data.id, size, own);
    }
    this.#loans = [];
  }
}

/** The lent addresses of a memory, whose `_free` only ends the loan from now on. */
function lentBy(wasm: WasmEngine["wasm"]): Set<number> {
  const known = lentAddresses.get(wasm);
  if (known !== undefined) return known;
  const lent = new Set<number>();
  lentAddresses.set(wasm, lent);
  const free = wasm._free.bind(wasm);
  wasm._free = (at) => {
    if (!lent.delete(at >>> 0)) free(at);
  };
  return lent;
}
