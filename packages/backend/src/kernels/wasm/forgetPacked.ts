import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { WasmEngine } from "./wasmEngine.ts";

/**
 * Makes tfjs's wasm backend forget the packed copies that it keeps of matrices that it has multiplied by, where their
 * numbers were written over: XNNPACK would go on multiplying by the old ones.
 *
 * @see tfjs-backend-wasm/src/cc/batch_mat_mul_impl.cc: operators are kept by the matrix's id until that is disposed of.
 */
export function forgetPacked({ wasm, dataIdMap }: WasmEngine, tensors: readonly TensorInfo[]): void {
  for (const { dataId, shape } of tensors) {
    if (shape.length < 2) continue; // no matrix
    const { id, memoryOffset } = dataIdMap.get(dataId);
    wasm.tfjs.disposeData(id); // what was kept by the id, not the memory
    wasm.tfjs.registerTensor(id, util.sizeFromShape(shape), memoryOffset);
  }
}
