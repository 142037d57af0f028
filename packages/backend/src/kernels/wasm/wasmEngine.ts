import type { DataType, KernelBackend, TensorInfo } from "@tensorflow/tfjs-core";
import type { Job, Matrix } from "./job.ts";
import type { Address } from "./kernelExports.ts";
import { guardMemory } from "./outOfMemory.ts";

/** The part of tfjs's wasm backend that we use. It is not in the public types, but in the SIMD build of 4.22. */
export interface WasmEngine {
  readonly wasm: {
    readonly asm: { readonly memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
    readonly tfjs: {
      disposeData(id: number): void;
      registerTensor(id: number, size: number, memoryOffset: number): void;
    };
  };
  readonly dataIdMap: { get(dataId: object): { readonly id: number; memoryOffset: number } };
  /** Makes a tensor, on memory of its own or at an address. */
  makeOutput(shape: readonly number[], dtype: DataType, memoryOffset?: number): TensorInfo;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
  /** If there is one, kernels compute nothing: their jobs are recorded, and their outputs are places in memory. */
  readonly recorder?: Recorder;
}

/** What an engine has that records the kernels' jobs instead of running them. */
export interface Recorder {
  /** Whether the numbers of tensors that were there before stay what they are as long as the recording is used. */
  readonly fixedWeights: boolean;
  record(job: Job): void;
  /** What JavaScript computes between jobs, on the engine whose memory it may read and write. */
  recordScript(script: (engine: WasmEngine) => void): void;
  /** Memory for numbers that are written now, and do not change while the recorded jobs are used. */
  constants(bytes: number): Address;
  /** The panels of a matrix that does not change while the recorded jobs are used; undefined for any other. */
  panels(matrix: Matrix): { readonly at: Address; readonly columns: number } | undefined;
}

/**
 * The wasm backend that a kernel was called with, its out-of-memory guard in place.
 *
 * @throws Error if this build of the backend does not export its memory.
 */
export function wasmEngine(backend: unknown): WasmEngine {
  // A kernel registered for "wasm" is called with that backend; the check below holds it to what we use of it.
  const engine = backend as WasmEngine & KernelBackend;
  if (!sharesMemory(engine))
    throw new Error("backend: expected a wasm backend that exports its memory (tfjs-backend-wasm 4.22)");
  if (engine.recorder === undefined) guardMemory(engine.wasm);
  return engine;
}

/** Whether a running wasm backend is a build that exports its memory; tfjs's threaded build does not. */
export function sharesMemory(backend: unknown): boolean {
  const { wasm } = backend as { wasm?: { asm?: { memory?: unknown } } }; // not in the backend's public types
  return wasm?.asm?.memory instanceof WebAssembly.Memory;
}

/** The address of a tensor's values, in bytes; unsigned, so that it is right above 2 GiB too. */
export function address(engine: WasmEngine, tensor: TensorInfo): number {
  return engine.dataIdMap.get(tensor.dataId).memoryOffset >>> 0;
}

/**
 * A view of the numbers at an address. It is valid until the memory grows, so make outputs first.
 *
 * @throws Error if the engine records: there are no numbers yet (`runScript` computes with them).
 */
export function floats(engine: WasmEngine, at: number, count: number): Float32Array {
  return new Float32Array(readable(engine), at, count);
}

/** A view of integers at an address, as {@link floats}. */
export function integers(engine: WasmEngine, at: number, count: number): Int32Array {
  return new Int32Array(readable(engine), at, count);
}

/** A view of the sums at an address, as {@link floats}. */
export function doubles(engine: WasmEngine, at: number, count: number): Float64Array {
  return new Float64Array(readable(engine), at, count);
}

function readable({ wasm, recorder }: WasmEngine): ArrayBuffer {
  if (recorder !== undefined) throw new Error("wasm: a recorded kernel cannot read numbers");
  return wasm.asm.memory.buffer;
}

/** Returns another tensor of the same numbers, without a copy. They live until both are disposed. */
export function shareData(engine: WasmEngine, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  engine.incRef(dataId);
  return { dataId, shape, dtype };
}

/** Runs `work` with `bytes` of the engine's memory, and frees them afterwards. */
export function withScratch<T>(engine: WasmEngine, bytes: number, work: (scratch: number) => T): T {
  const scratch = engine.wasm._malloc(bytes) >>> 0;
  try {
    return work(scratch);
  } finally {
    engine.wasm._free(scratch);
  }
}

/** Runs `work` with `bytes` of memory for numbers that it computes from weights; they live as long as jobs that read them. */
export function withConstants<T>(engine: WasmEngine, bytes: number, work: (constants: number) => T): T {
  return engine.recorder?.fixedWeights === true
    ? work(engine.recorder.constants(bytes))
    : withScratch(engine, bytes, work);
}
