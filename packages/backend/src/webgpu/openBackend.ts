import {
  findBackendFactory,
  type KernelBackend,
  registerBackend,
  removeBackend,
} from "@tensorflow/tfjs-core";
import type { AdapterInfo, Gpu, GpuAdapter, GpuDevice } from "./engine/gpu.ts";

type Backend = new (device: GpuDevice, info: AdapterInfo | undefined) => KernelBackend;

/** The limits that we raise to what the GPU has, as tfjs does, and the number of buffers that a kernel may have. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
  "maxStorageBuffersPerShaderStage",
];
const FEATURES = ["timestamp-query", "bgra8unorm-storage"];

/**
 * Registers a factory of ours for tfjs's WebGPU backend, in place of tfjs's own.
 *
 * tfjs's leaves the number of buffers that a kernel may have at 8, and reports nothing if no adapter is found.
 *
 * @param loaded - The package `@tensorflow/tfjs-backend-webgpu`.
 */
export function registerOwnBackend(loaded: unknown, gpu: Gpu): void {
  const Backend = backendOf(loaded);
  // tfjs's type does not say that it may be missing
  const known = findBackendFactory("webgpu") as ReturnType<typeof findBackendFactory> | undefined;
  if (Backend === undefined || typeof known !== "function") return; // another copy of tfjs-core: activateBackend reports it
  removeBackend("webgpu");
  registerBackend("webgpu", async () => {
    const adapter = await requestAdapter(gpu);
    return new Backend(await openDevice(adapter), adapter.info);
  });
}

/** The fastest GPU. */
export async function requestAdapter(gpu: Gpu): Promise<GpuAdapter> {
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new Error(NO_ADAPTER);
  return adapter;
}

const NO_ADAPTER =
  "there is no GPU that WebGPU can use; on Linux it needs libvulkan1 and the GPU's Vulkan driver, " +
  "in a browser hardware acceleration";

function openDevice(adapter: GpuAdapter): Promise<GpuDevice> {
  const { limits = {}, features } = adapter;
  return adapter.requestDevice({
    requiredFeatures: FEATURES.filter((name) => features?.has(name) === true),
    requiredLimits: Object.fromEntries(
      LIMITS.flatMap((name) => (name in limits ? [[name, limits[name]]] : [])),
    ),
  });
}

/** The class, which is a named export, or in Node one of the default export. */
function backendOf(loaded: unknown): Backend | undefined {
  const module = (loaded ?? {}) as { WebGPUBackend?: Backend; default?: { WebGPUBackend?: Backend } };
  return module.WebGPUBackend ?? module.default?.WebGPUBackend;
}
