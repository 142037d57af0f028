import { isNode } from "@tensorloom/core/internal";
import { OutOfMemoryError } from "../../kernels/wasm/outOfMemory.ts";
import { BUFFER_USAGE, type GpuBuffer, type GpuDevice } from "../engine/gpu.ts";
import { GpuError } from "./gpuError.ts";

/** What a failure is recorded in, and the methods of the backend that report it. */
interface Guarded {
  readonly device: GpuDevice;
  readonly bufferManager: {
    acquireBuffer(size: number, usage: number, mapped?: boolean, reuse?: boolean): GpuBuffer;
    readonly numBytesAllocated: number;
  };
  read(dataId: object): Promise<unknown>;
  readSync(dataId: object): unknown;
  runWebGPUProgram(...call: unknown[]): unknown;
  readonly tensorMap: { get(dataId: object): { readonly values: unknown } };
}

/** Devices of Dawn. One that is garbage-collected before its last answer has arrived crashes the process. */
const opened = new Set<GpuDevice>();

/** Allocations from which WebGPU is asked whether they succeeded. */
const ASK_BYTES = 2 ** 16;
const LOWER =
  "lower the batch size or the image size, take a smaller variant, or recompute activations (recompute)";

/**
 * Makes a WebGPU backend report what goes wrong on the GPU.
 *
 * WebGPU reports errors apart from the calls that cause them, and the results are zeros. Here the first one is kept, and the
 * next allocation or read throws it.
 */
export function guardDevice(backend: unknown): void {
  const guarded = backend as Guarded; // tfjs's WebGPU backend, checked by the caller
  const { device, bufferManager } = guarded;
  if (isNode()) opened.add(device);
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
  };
  const check = (): void => {
    if (failure !== undefined) throw failure;
  };
  void device.lost.then(({ reason, message }) => {
    fail(lostError(reason, message));
  });
  // In Node the package `webgpu` prints these errors itself, and a listener has crashed the process.
  if (!isNode())
    device.addEventListener("uncapturederror", ({ error }) => {
      fail(
        /out of memory/i.test(error.message)
          ? memoryError(0, bufferManager.numBytesAllocated)
          : invalidError(error.message),
      );
    });

  const acquire = bufferManager.acquireBuffer.bind(bufferManager);
  bufferManager.acquireBuffer = (size, usage, mapped, reuse) => {
    check();
    if ((usage & BUFFER_USAGE.storage) !== 0) checkSize(size, device);
    if (size < ASK_BYTES) return acquire(size, usage, mapped, reuse);
    const inUse = bufferManager.numBytesAllocated; // it counts this buffer, too, even if its allocation fails
    device.pushErrorScope("out-of-memory");
    try {
      return acquire(size, usage, mapped, reuse);
    } catch (error) {
      throw error instanceof RangeError ? memoryError(size, inUse, { cause: error }) : error;
    } finally {
      void device.popErrorScope().then(
        (found) => {
          if (found !== null) fail(memoryError(size, inUse));
        },
        () => undefined, // the device is lost, which is reported by itself
      );
    }
  };

  const read = guarded.read.bind(guarded);
  guarded.read = async (dataId) => {
    check();
    try {
      const values = await read(dataId);
      check();
      return values;
    } catch (error) {
      if (failure === undefined) await settle(device);
      throw failure ?? error;
    }
  };

  const readSync = guarded.readSync.bind(guarded);
  guarded.readSync = (dataId) => {
    check();
    const onGpu = (guarded.tensorMap.get(dataId).values ?? undefined) === undefined;
    if (onGpu && isNode())
      throw new GpuError(
        "invalid",
        "webgpu: Node cannot read a tensor from the GPU synchronously (dataSync, arraySync); use await tensor.data()",
      );
    return readSync(dataId);
  };

  const run = guarded.runWebGPUProgram.bind(guarded);
  guarded.runWebGPUProgram = (...call) => {
    check();
    try {
      return run(...call);
    } catch (error) {
      if (error instanceof Error && /dispatch size exceeds/i.test(error.message))
        throw new GpuError("limit", `webgpu: a tensor needs more workgroups than this GPU runs; ${LOWER}`, {
          cause: error,
        });
      throw error;
    }
  };
}

/** Lets a loss that is on its way arrive, so that its reason is known. */
async function settle(device: GpuDevice): Promise<void> {
  const soon = new Promise((resolve) => setTimeout(resolve, 100));
  await Promise.race([device.lost, soon]);
}

function checkSize(size: number, { limits }: GpuDevice): void {
  for (const name of ["maxStorageBufferBindingSize", "maxBufferSize"]) {
    const limit = limits[name] ?? Infinity;
    if (size > limit)
      throw new OutOfMemoryError(
        size,
        limit,
        `webgpu: one tensor of ${megabytes(size)} is larger than this GPU allows (${name}: ${megabytes(limit)}); ${LOWER}`,
      );
  }
}

function memoryError(size: number, inUse: number, options?: ErrorOptions): OutOfMemoryError {
  const what = size === 0 ? "the GPU's memory is full" : `${megabytes(size)} more do not fit`;
  return new OutOfMemoryError(
    size,
    inUse,
    `webgpu: out of memory: ${what} beside the ${megabytes(inUse)} in use; ${LOWER}`,
    options,
  );
}

function lostError(reason: string, message: string): GpuError {
  const detail = message.trim() === "" ? reason : message.trim();
  return new GpuError(
    "lost",
    reason === "destroyed"
      ? "webgpu: the GPU's device was destroyed, and its tensors with it; call useBackend again"
      : `webgpu: the GPU was lost (${detail}), and its tensors with it; dispose the backend, call useBackend again and ` +
          `resume from a checkpoint. If it happens again, ${LOWER}: drivers reset a GPU that one program occupies for seconds`,
  );
}

function invalidError(message: string): GpuError {
  const [first] = message.trim().split("\n");
  return new GpuError("invalid", `webgpu: the GPU refused a command: ${first}`);
}

function megabytes(bytes: number): string {
  return `${String(Math.ceil(bytes / 2 ** 20))} MB`;
}
