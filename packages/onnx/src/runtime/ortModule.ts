/** What of ONNX Runtime's JavaScript API is used here; `onnxruntime-node` and `onnxruntime-web` share it. */
export interface OrtModule {
  readonly InferenceSession: {
    create(model: Uint8Array, options: OrtSessionOptions): Promise<OrtSession>;
  };
  readonly Tensor: new (
    type: OrtElementType,
    data: Float32Array | BigInt64Array | Int32Array | Uint8Array,
    shape: readonly number[],
  ) => OrtTensor;
  readonly env: {
    readonly versions?: { readonly common?: string };
    /** Of onnxruntime-web; to be set before the first session. */
    readonly wasm?: { numThreads?: number };
  };
}

/** @inline */
type OrtElementType = "float32" | "int32" | "int64" | "uint8";

/** A tensor of ONNX Runtime. It holds the typed array that it was made of, without a copy. */
export interface OrtTensor {
  readonly data: Float32Array | BigInt64Array | Int32Array | Uint8Array;
  readonly dims: readonly number[];
}

/** Options of a session, by the names of ONNX Runtime. */
export interface OrtSessionOptions {
  readonly executionProviders: readonly string[];
  readonly intraOpNumThreads?: number;
  readonly graphOptimizationLevel: "all" | "disabled";
  readonly optimizedModelFilePath?: string;
  readonly logSeverityLevel: 0 | 1 | 2 | 3 | 4;
  readonly enableMemPattern?: boolean;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A compiled graph. */
export interface OrtSession {
  /** Computes outputs. A tensor for an output is written into; null allocates one. */
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: Readonly<Record<string, OrtTensor | null>>,
    options: { readonly logSeverityLevel: 0 | 1 | 2 | 3 | 4 },
  ): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}
