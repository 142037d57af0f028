import type { Address, Geometry, KernelModule } from "./kernelExports.ts";
import type { WasmEngine } from "./wasmEngine.ts";

/** A kernel that threads compute part by part. */
export interface Job {
  readonly kernel: keyof KernelModule;
  /** The arguments of each part. Parts write different numbers. */
  readonly parts: readonly (readonly number[])[];
  /** The argument that is the address of the scratch memory, and its bytes; default none. */
  readonly scratch?: { readonly argument: number; readonly bytes: number };
  /** The sizes of the convolution that the kernel computes. */
  readonly geometry?: Geometry;
}

/** A matrix b[k, n] of a product: element (p, j) lies at `at + p * step + j * across`. */
export interface Matrix {
  readonly at: Address;
  readonly step: number;
  readonly across: number;
  readonly n: number;
  readonly k: number;
  /** The part of the depth k that one pass of the product takes. */
  readonly block: number;
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
