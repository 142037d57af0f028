import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { WasmEngine } from "./wasmEngine.ts";
import { countWrite } from "./writes.ts";

/**
 * Drops the packed copies of matrices whose numbers were overwritten, and counts the writes.
 *
 * tfjs's wasm backend keeps a packed copy of each matrix that it has multiplied by, and XNNPACK would still multiply by
 * the old numbers.
 *
 * @see tfjs-backend-wasm/src/cc/batch_mat_mul_impl.cc: operators are cached by the matrix's id until it is disposed.
 */
export function forgetPacked({ wasm, dataIdMap }: WasmEngine, tensors: readonly TensorInfo[]): void {
  for (const tensor of tensors) {
    const { dataId, shape } = tensor;
    countWrite(tensor);
    if (shape.length < 2) continue; // not a matrix
    const { id, memoryOffset } = dataIdMap.get(dataId);
    wasm.tfjs.disposeData(id); // the operators cached for the id, not the memory
    wasm.tfjs.registerTensor(id, util.sizeFromShape(shape), memoryOffset);
  }
}
