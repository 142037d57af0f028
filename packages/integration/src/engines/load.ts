/** One measurement: EfficientNet with one sigmoid at its end, random weights. */
export interface Load {
  readonly what: "predict" | "train";
  readonly engine: Engine;
  readonly variant: Variant;
  readonly size: number;
  readonly batch: number;
  readonly replicas: number;
  /** Threads of a WebAssembly build: of our kernels, or of an engine in Chromium. */
  readonly threads?: number | undefined;
  /** How our kernels keep activations for the backward pass; default as 32-bit floats. */
  readonly activations?: "float16" | undefined;
  /** Steps to run first, and steps whose median counts. */
  readonly warmUps: number;
  readonly steps: number;
}

export type Variant = "B0" | "B1" | "B2" | "B3" | "B4" | "B5" | "B6" | "B7";

/** What runs each engine; a process has one load only, so that its memory is its own. */
export const PLACES = {
  "tensorloom onnxruntime": "node",
  "tensorloom wasm": "node",
  "tfjs wasm": "node",
  "tfjs cpu": "node",
  "tfjs-node": "node",
  Keras: "python",
  PyTorch: "python",
  JAX: "python",
  "onnxruntime Python": "python",
  "onnxruntime-web": "chromium",
  "onnxruntime-web WebGPU": "chromium",
  "LiteRT.js": "chromium",
} as const;

export type Engine = keyof typeof PLACES;

/** The result of a process; why it failed; or what is not installed that it needs. */
export type Found =
  | {
      readonly msPerImage: number;
      readonly peakMegabytes?: number | undefined;
      /** The share of the replicas' time in which they did not compute. */
      readonly waiting?: number | undefined;
    }
  | { readonly impossible: string }
  | { readonly skipped: string };
