import type { KernelModule } from "./kernelExports.ts";
import { joinsVectors, simdBinary } from "./simdBinary.ts";
import { markShared } from "./markShared.ts";
import type { WasmEngine } from "./wasmEngine.ts";

const modules = new WeakMap<WebAssembly.Memory, WebAssembly.Module>();
const instances = new WeakMap<WebAssembly.Memory, KernelModule>();

/** The kernels compiled for such a memory, which may be shared between threads. */
export function compiledKernels(memory: WebAssembly.Memory): WebAssembly.Module {
  const known = modules.get(memory);
  if (known !== undefined) return known;
  const { bytes } = simdBinary();
  const isShared = !(memory.buffer instanceof ArrayBuffer);
  const made = new WebAssembly.Module(isShared ? (markShared(bytes) ?? bytes) : bytes);
  modules.set(memory, made);
  return made;
}

/** The kernels on this engine's memory, compiled once; with fused multiply-add if the engine has relaxed SIMD. */
export function kernelModule({ wasm }: WasmEngine): KernelModule {
  const { memory } = wasm.asm;
  const known = instances.get(memory);
  if (known !== undefined) return known;
  const instance = new WebAssembly.Instance(compiledKernels(memory), { env: { memory } });
  // The binary is built from the sources whose signatures the interface repeats; a test compares the names.
  const made = instance.exports as unknown as KernelModule;
  made.useDoubleVectors(Number(joinsVectors()));
  instances.set(memory, made);
  return made;
}
