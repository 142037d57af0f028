import { sizeOf } from "@tensorloom/core/internal";
import type { DataType, TensorInfo } from "@tensorflow/tfjs-core";
import type { ListedStep } from "../threads/callList.ts";
import type { Job, Matrix } from "../wasm/job.ts";
import { kernelModule } from "../wasm/kernelModule.ts";
import { floats, type Recorder, type WasmEngine } from "../wasm/wasmEngine.ts";
import { Arena } from "./arena.ts";
import type { PackedWeights } from "./packedWeights.ts";

/** What a recording is made with. */
export interface RecordingOptions {
  readonly engine: WasmEngine;
  readonly threads: number;
  /** The address of the block for all values; 0 to find out how large it must be. */
  readonly start: number;
  /** Whether the numbers of the real engine's tensors stay what they are as long as the recording is used. */
  readonly fixedWeights: boolean;
  /** The panels of fixed weights; undefined for weights that change, and while addresses do not matter yet. */
  readonly packed: PackedWeights | undefined;
}

/** The numbers of a value, and how many tensors share them. */
interface RecordedValue {
  readonly at: number;
  references: number;
  /** Constants lie outside of the arena. */
  readonly inArena: boolean;
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
  readonly fixedWeights: boolean;
  /** The jobs and scripts so far. */
  readonly steps: ListedStep[] = [];
  /** Blocks of constants, which the owner of the recording frees. */
  readonly constantsAt: number[] = [];
  readonly #options: RecordingOptions;
  readonly #arena: Arena;
  readonly #values = new Map<object, RecordedValue>();
  readonly #weights = new Set<number>();

  constructor(options: RecordingOptions) {
    const { engine, start, fixedWeights } = options;
    this.#options = options;
    this.fixedWeights = fixedWeights;
    this.#arena = new Arena(start);
    this.wasm = {
      asm: engine.wasm.asm,
      tfjs: engine.wasm.tfjs,
      _malloc: (bytes) => this.#arena.allocate(bytes),
      _free: (at) => {
        this.#arena.free(at);
      },
    };
    this.dataIdMap = {
      get: (dataId) => {
        const value = this.#values.get(dataId);
        if (value !== undefined) return placeAt(value.at);
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

  /** Values that have a place now. */
  get size(): number {
    return this.#values.size;
  }

  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo {
    const dataId = {};
    this.#values.set(dataId, { at: this.#arena.allocate(sizeOf(shape) * 4), references: 1, inArena: true });
    return { dataId, shape: [...shape], dtype };
  }

  incRef(dataId: object): void {
    const value = this.#values.get(dataId);
    if (value === undefined) this.#options.engine.incRef(dataId);
    else value.references++;
  }

  /** How many tensors share the numbers of a place; undefined for a tensor of the real engine. */
  referencesOf(dataId: object): number | undefined {
    return this.#values.get(dataId)?.references;
  }

  disposeData(dataId: object): boolean {
    const value = this.#values.get(dataId);
    if (value === undefined) return this.#options.engine.disposeData(dataId);
    if (--value.references > 0) return false;
    this.#values.delete(dataId);
    if (value.inArena) this.#arena.free(value.at);
    return true;
  }

  record(job: Job): void {
    const { scratch } = job;
    const scratchAt = scratch === undefined ? 0 : this.#arena.allocate(scratch.bytes * this.#options.threads);
    if (scratch !== undefined) this.#arena.free(scratchAt); // the next job begins after this one
    this.steps.push({ job, scratchAt });
  }

  recordScript(script: (engine: WasmEngine) => void): void {
    const { engine } = this.#options;
    if (this.fixedWeights) script(engine);
    else
      this.steps.push({
        script: () => {
          script(engine);
        },
      });
  }

  constants(bytes: number): number {
    const at = this.#options.engine.wasm._malloc(bytes) >>> 0;
    this.constantsAt.push(at);
    return at;
  }

  /** A place for numbers that are known now. */
  write(values: ArrayLike<number>): object {
    const dataId = {};
    const at = this.constants(values.length * 4);
    floats(this.#options.engine, at, values.length).set(values);
    this.#values.set(dataId, { at, references: 1, inArena: false });
    return dataId;
  }

  panels(matrix: Matrix): { readonly at: number; readonly columns: number } | undefined {
    if (!this.fixedWeights || !this.#weights.has(matrix.at)) return undefined;
    const columns = kernelModule(this).paddedColumns(matrix.n);
    return { at: this.#options.packed?.panelsOf(matrix) ?? 0, columns };
  }
}

/** A place in an arena, which tfjs's own kernels do not know by a number. */
function placeAt(memoryOffset: number): { readonly id: number; readonly memoryOffset: number } {
  return {
    get id(): number {
      throw new Error("wasm: a kernel of tfjs's own cannot be recorded");
    },
    memoryOffset,
  };
}
