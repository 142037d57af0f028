import type { OrtModule } from "./ortModule.ts";

/** What ONNX Runtime computes with: its kernels for CPUs, WebAssembly, or a GPU. */
export type Provider = "cpu" | "wasm" | "webgpu";

/** ONNX Runtime, loaded and tried. */
export interface Runtime {
  readonly name: "onnxruntime-node" | "onnxruntime-web";
  readonly version: string;
  readonly provider: Provider;
  /** Channels of a block of its own operators on images (`com.microsoft.nchwc`); undefined if only standard operators work. */
  readonly block: number | undefined;
  /** Threads of an operation. */
  readonly threads: number;
  /** Sentences that a user should see: an untested version, or why standard operators are used. */
  readonly notes: readonly string[];
  readonly module: OrtModule;
}

/** Why there is no ONNX Runtime. */
export interface MissingRuntime {
  /** `missing`: not installed; `broken`: installed, and does not load; `unsuitable`: it loads, and computes wrong numbers or nothing. */
  readonly outcome: "broken" | "missing" | "unsuitable";
  /** One sentence: what happened and what to do. */
  readonly reason: string;
}

/** What {@link findRuntime} found. */
export type FoundRuntime =
  | { readonly runtime: Runtime; readonly missing: undefined }
  | { readonly runtime: undefined; readonly missing: MissingRuntime };
