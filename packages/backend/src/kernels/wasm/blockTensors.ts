import { sizeOf } from "@tensorloom/core/internal";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { kernelModule } from "./kernelModule.ts";
import type { WasmEngine } from "./wasmEngine.ts";

/** The addresses of tensors in blocks, by the functions of their memory. */
const addresses = new WeakMap<WasmEngine["wasm"], Set<number>>();

/** A tensor in a block. */
interface BlockTensor {
  readonly at: number;
  readonly tensor: TensorInfo;
}

/**
 * Tensors whose numbers lie in a block of memory that belongs to something else.
 *
 * They can be kept, overwritten and disposed as any other tensor. Before the block's numbers change, `moveOut` copies
 * those that were not disposed to memory of their own.
 */
export class BlockTensors {
  readonly #engine: WasmEngine;
  #tensors: readonly BlockTensor[] = [];

  constructor(engine: WasmEngine) {
    this.#engine = engine;
  }

  /** Makes a tensor of the numbers at an address. */
  make(shape: readonly number[], at: number): TensorInfo {
    const tensor = this.#engine.makeOutput(shape, "float32", at);
    addressesOf(this.#engine.wasm).add(at);
    this.#tensors = [...this.#tensors, { at, tensor }];
    return tensor;
  }

  /** Moves the tensors that are left to memory of their own. */
  moveOut(): void {
    const { wasm, dataIdMap } = this.#engine;
    const inBlocks = addressesOf(wasm);
    for (const { at, tensor } of this.#tensors) {
      if (!inBlocks.delete(at)) continue; // it was disposed
      const size = sizeOf(tensor.shape);
      const own = wasm._malloc(size * 4) >>> 0;
      kernelModule(this.#engine).copyRows(at, own, size);
      const data = dataIdMap.get(tensor.dataId);
      data.memoryOffset = own;
      wasm.tfjs.disposeData(data.id);
      wasm.tfjs.registerTensor(data.id, size, own);
    }
    this.#tensors = [];
  }
}

/** The addresses of tensors in blocks of a memory, whose `_free` frees none of them from now on. */
function addressesOf(wasm: WasmEngine["wasm"]): Set<number> {
  const known = addresses.get(wasm);
  if (known !== undefined) return known;
  const inBlocks = new Set<number>();
  addresses.set(wasm, inBlocks);
  const free = wasm._free.bind(wasm);
  wasm._free = (at) => {
    if (!inBlocks.delete(at >>> 0)) free(at);
  };
  return inBlocks;
}
