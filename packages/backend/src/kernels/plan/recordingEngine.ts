import { sizeOf } from "@tensorloom/core/internal";
import type { DataType, TensorInfo } from "@tensorflow/tfjs-core";
import type { PlacedJob } from "../threads/callList.ts";
import type { Job, Matrix, Recorder } from "../wasm/job.ts";
import { kernelModule } from "../wasm/kernelModule.ts";
import type { WasmEngine } from "../wasm/wasmEngine.ts";
import { Arena } from "./arena.ts";
import type { PackedWeights } from "./packedWeights.ts";

/** What a recording is made with. */
export interface RecordingOptions {
  readonly engine: WasmEngine;
  readonly threads: number;
  /** The address of the block for all values; 0 to find out how large it must be. */
  readonly start: number;
  /** The panels of weights; undefined if addresses do not matter yet. */
  readonly packed: PackedWeights | undefined;
}

/**
 * An engine whose kernels record their jobs.
 *
 * Its outputs are places in an arena, which are used again after `disposeData`. Tensors of the real engine are weights:
 * they keep their addresses.
 */
export class RecordingEngine implements WasmEngine, Recorder {
  readonly wasm: WasmEngine["wasm"];
  readonly dataIdMap: WasmEngine["dataIdMap"];
  readonly recorder: Recorder = this;
  readonly jobs: PlacedJob[] = [];
  /** Blocks of constants, which the owner of the recording frees. */
  readonly constantsAt: number[] = [];
  readonly #options: RecordingOptions;
  readonly #arena: Arena;
  readonly #values = new Map<object, { readonly at: number; references: number }>();
  readonly #weights = new Set<number>();

  constructor(options: RecordingOptions) {
    const { engine, start } = options;
    this.#options = options;
    this.#arena = new Arena(start);
    this.wasm = {
      asm: engine.wasm.asm,
      tfjs: engine.wasm.tfjs,
      _malloc: (bytes) => this.#arena.allocate(bytes),
      _free: (at) => this.#arena.free(at),
    };
    this.dataIdMap = {
      get: (dataId) => {
        const value = this.#values.get(dataId);
        if (value !== undefined) return { id: -1, memoryOffset: value.at };
        const real = engine.dataIdMap.get(dataId);
        this.#weights.add(real.memoryOffset >>> 0);
        return real;
      },
    };
  }

  /** Bytes of the block for all values. */
  get bytes(): number {
    return this.#arena.bytes;
  }

  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo {
    const dataId = {};
    this.#values.set(dataId, { at: this.#arena.allocate(sizeOf(shape) * 4), references: 1 });
    return { dataId, shape: [...shape], dtype };
  }

  incRef(dataId: object): void {
    const value = this.#values.get(dataId);
    if (value !== undefined) value.references++;
  }

  disposeData(dataId: object): boolean {
    const value = this.#values.get(dataId);
    if (value === undefined || --value.references > 0) return false;
    this.#values.delete(dataId);
    this.#arena.free(value.at);
    return true;
  }

  record(job: Job): void {
    const { scratch } = job;
    const scratchAt = scratch === undefined ? 0 : this.#arena.allocate(scratch.bytes * this.#options.threads);
    if (scratch !== undefined) this.#arena.free(scratchAt); // the next job begins after this one
    this.jobs.push({ job, scratchAt });
  }

  constants(bytes: number): number {
    const at = this.#options.engine.wasm._malloc(bytes) >>> 0;
    this.constantsAt.push(at);
    return at;
  }

  panels(matrix: Matrix): { readonly at: number; readonly columns: number } | undefined {
    if (!this.#weights.has(matrix.at)) return undefined;
    const columns = kernelModule(this).paddedColumns(matrix.n);
    return { at: this.#options.packed?.panelsOf(matrix) ?? 0, columns };
  }
}
