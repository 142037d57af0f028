import type { DataType, TensorInfo } from "@tensorflow/tfjs-core";
import type { GpuBuffer, GpuDevice, GpuPass } from "./gpu.ts";

/**
 * The part of tfjs's WebGPU backend that our kernels use (tfjs-backend-webgpu 4.22).
 *
 * The members of the open pass are private in its types. Kernels of ours are recorded in tfjs's own pass, so that they
 * run in order with tfjs's and are submitted with them.
 */
export interface WebgpuEngine {
  readonly device: GpuDevice;
  readonly tensorMap: {
    get(dataId: object): { readonly resource?: GpuBuffer | null; values: unknown; refCount: number };
  };
  readonly bufferManager: {
    acquireBuffer(size: number, usage: number, mapped?: boolean, reuse?: boolean): GpuBuffer;
    readonly numBytesAllocated: number;
  };
  readonly commandQueueOwnedIds: { add(dataId: object): void };
  readonly commandEncoder: { beginComputePass(descriptor: object): GpuPass };
  computePassEncoder: GpuPass | null;
  dispatchCountInPass: number;
  activeTimers?: { push(timer: { readonly name: string; readonly query: Promise<number> }): void } | null;
  makeTensorInfo(shape: readonly number[], dtype: DataType): TensorInfo;
  makeUniforms(fields: readonly { readonly type: string; readonly data: readonly number[] }[]): {
    readonly buffer: GpuBuffer;
    readonly offset: number;
    readonly size: number;
  };
  uploadToGPU(dataId: object): void;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

const METHODS = [
  "makeTensorInfo",
  "makeUniforms",
  "uploadToGPU",
  "ensureCommandEncoderReady",
  "endComputePassEncoder",
  "submitQueue",
];
const FIELDS = ["device", "tensorMap", "bufferManager", "commandQueueOwnedIds", "dispatchCountInPass"];

/** Whether a running backend has the members that our kernels use. */
export function isWebgpuEngine(backend: unknown): boolean {
  const members = backend as Readonly<Record<string, unknown>>;
  return (
    METHODS.every((name) => typeof members[name] === "function") && FIELDS.every((name) => name in members)
  );
}

/**
 * tfjs's WebGPU backend with the members that we use.
 *
 * @throws Error if it lacks one of them.
 */
export function webgpuEngine(backend: unknown): WebgpuEngine {
  if (!isWebgpuEngine(backend))
    throw new Error("backend: expected the WebGPU backend of @tensorflow/tfjs-backend-webgpu 4.22");
  return backend as WebgpuEngine; // checked above
}

/** Another tensor of the same numbers, without a copy. They live until both are disposed. */
export function shareTensor(
  engine: WebgpuEngine,
  { dataId, dtype }: TensorInfo,
  shape: readonly number[],
): TensorInfo {
  engine.incRef(dataId);
  return { dataId, dtype, shape: [...shape] };
}

/** Runs `work` with a tensor that only it uses. */
export function withScratch<T>(
  engine: WebgpuEngine,
  shape: readonly number[],
  work: (scratch: TensorInfo) => T,
): T {
  const scratch = engine.makeTensorInfo(shape, "float32");
  try {
    return work(scratch);
  } finally {
    engine.disposeData(scratch.dataId);
  }
}
