import type { DataType, Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { tfjsEngine } from "../gradients/tfjsEngine.ts";
import type { WasmEngine } from "../../kernels/wasm/wasmEngine.ts";
import { RecordingEngine, type RecordingOptions } from "../../kernels/plan/recordingEngine.ts";

/** The part of tfjs's running backend that a recording passes questions on to. */
interface RealBackend extends WasmEngine {
  refCount(dataId: object): number;
}

/**
 * A recording engine that stands in for tfjs's backend: operations record the kernels that they run, forward and backward.
 *
 * Kernels of tfjs's own cannot be recorded, and throw.
 */
export class RecordingBackend extends RecordingEngine {
  readonly #real: RealBackend;

  constructor(options: RecordingOptions & { readonly engine: RealBackend }) {
    super(options);
    this.#real = options.engine;
  }

  /** Runs operations on this backend instead of tfjs's. */
  run<T>(operations: () => T): T {
    const tfjs = tfjsEngine();
    const running = tfjs.backendInstance;
    tfjs.backendInstance = this;
    try {
      return operations();
    } finally {
      tfjs.backendInstance = running;
    }
  }

  numDataIds(): number {
    return this.size;
  }

  refCount(dataId: object): number {
    return this.referencesOf(dataId) ?? this.#real.refCount(dataId);
  }

  /** A constant, as tfjs makes for the gradient of an output that nobody reads. */
  override write(values: ArrayLike<number>, _shape?: readonly number[], dtype: DataType = "float32"): object {
    if (dtype !== "float32") throw new Error(`wasm: numbers of ${dtype} cannot be recorded`);
    return super.write(values);
  }

  floatPrecision(): 32 {
    return 32;
  }
}

/** The backend that records now; undefined if none does. */
export function runningRecording(): RecordingBackend | undefined {
  const { backendInstance } = tfjsEngine();
  return backendInstance instanceof RecordingBackend ? backendInstance : undefined;
}

/** A tensor of a place. */
export function tensorAt(place: TensorInfo): Tensor {
  return tfjsEngine().makeTensorFromTensorInfo(place);
}
