import { backend, engine, keep, type Tensor, tensor } from "@tensorflow/tfjs-core";

/** What we use of tfjs's wasm backend, none of it in its public types (tfjs-backend-wasm 4.22). */
interface WasmBackend {
  readonly wasm: { readonly asm: { readonly memory: WebAssembly.Memory } };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
}

/**
 * The numbers of a float32 tensor where the backend keeps them, on wasm and cpu: what is written there is the tensor's.
 * The view is good until the next tensor is made, which may grow wasm's memory.
 */
export function floatsOf(of: Tensor): Float32Array {
  const { size, dataId } = of;
  const here: object = backend();
  if (isWasm(here)) {
    const { memoryOffset } = here.dataIdMap.get(dataId);
    return new Float32Array(here.wasm.asm.memory.buffer, memoryOffset >>> 0, size);
  }
  return of.dataSync<"float32">(); // cpu hands out its own array
}

function isWasm(here: object): here is WasmBackend {
  return "wasm" in here && "dataIdMap" in here;
}

/** A tensor whose numbers are no other tensor's, so that it can be written in place: the same one, or a copy in its place. */
export function owned(of: Tensor): Tensor {
  if (!isShared(of)) return of;
  const copy = keep(tensor(floatsOf(of).slice(), of.shape, "float32"));
  of.dispose();
  return copy;
}

function isShared({ dataId }: Tensor): boolean {
  return engine().backend.refCount(dataId) > 1;
}
