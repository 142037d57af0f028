import { backend, type Tensor } from "@tensorflow/tfjs-core";

/** What we use of tfjs's wasm backend, none of it in its public types (tfjs-backend-wasm 4.22). */
interface WasmBackend {
  readonly wasm: {
    readonly tfjs: {
      disposeData(id: number): void;
      registerTensor(id: number, size: number, memoryOffset: number): void;
    };
  };
  readonly dataIdMap: { get(dataId: object): { readonly id: number; readonly memoryOffset: number } };
}

/**
 * Makes tfjs's wasm backend forget the packed copies that it keeps of matrices that it has multiplied by, where their
 * numbers were written over: XNNPACK would go on multiplying by the old ones. Other backends keep none.
 *
 * @see tfjs-backend-wasm/src/cc/batch_mat_mul_impl.cc: operators are kept by the matrix's id until that is disposed of.
 */
export function forgetPacked(matrices: readonly Tensor[]): void {
  const here: object = backend();
  if (!isWasm(here)) return;
  const { tfjs } = here.wasm;
  for (const { dataId, rank, size } of matrices) {
    if (rank < 2) continue; // no matrix
    const { id, memoryOffset } = here.dataIdMap.get(dataId);
    tfjs.disposeData(id); // what was kept by the id, not the memory
    tfjs.registerTensor(id, size, memoryOffset);
  }
}

function isWasm(here: object): here is WasmBackend {
  return "wasm" in here && "dataIdMap" in here;
}
