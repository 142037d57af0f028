import { backend } from "@tensorflow/tfjs-core";
import { activateBackend } from "../activation/activateBackend.ts";
import { type Candidate, Unsuitable } from "../activation/candidate.ts";
import { withGlobals } from "../activation/withGlobals.ts";
import type { AdapterInfo, Gpu } from "../../webgpu/engine/gpu.ts";
import { guardDevice } from "../../webgpu/failures/guardDevice.ts";
import { registerOwnBackend, requestAdapter } from "../../webgpu/openBackend.ts";

/** The GPU, through the browser's WebGPU, or in Node through Dawn (`webgpu`). */
export const webgpu: Candidate = {
  name: "webgpu",
  packages: ["webgpu", "@tensorflow/tfjs-backend-webgpu"],
  async start({ load, node, requested, activations }) {
    const { keep, release } = node ? dawn(await load("webgpu")) : IN_BROWSER;
    try {
      const gpu = browserGpu();
      if (gpu === undefined) throw new Unsuitable("this browser has no WebGPU");
      const adapter = await requestAdapter(gpu);
      keep();
      const info = adapter.info ?? {};
      if (!requested && (adapter.isFallbackAdapter === true || isSoftware(info))) {
        throw new Unsuitable(`it would run on ${nameOf(info)}, in software, slower than wasm`);
      }
      registerOwnBackend(await load("@tensorflow/tfjs-backend-webgpu"), gpu);
      await activateBackend("webgpu");
      const { registerWebgpuKernels } = await import("../../webgpu/registerWebgpuKernels.ts"); // shaders load when they are used
      const halves = activations === "float16";
      if (registerWebgpuKernels(halves)) guardDevice(backend());
      else if (halves) throw new Error(NO_HALVES);
      return { detail: nameOf(info) + (halves ? ", activations kept as float16" : ""), release };
    } catch (error) {
      release();
      throw error;
    }
  },
};

const NO_HALVES =
  'activations: "float16" needs the kernels of Tensorloom, which this version of @tensorflow/tfjs-backend-webgpu cannot ' +
  "run; install version 4.22";

function browserGpu(): Gpu | undefined {
  const { navigator } = globalThis as { navigator?: { gpu?: Gpu } }; // Node's types and the browser's differ here
  return navigator?.gpu;
}

/** What a start of WebGPU has installed. */
interface Installed {
  /** Uses this instance of WebGPU in later starts, too. */
  readonly keep: () => void;
  readonly release: () => void;
}

const IN_BROWSER: Installed = { keep: () => undefined, release: () => undefined };

/**
 * Dawn's instances that found a GPU. One that is garbage-collected before the last answer of a device has arrived
 * crashes the process. One that found none would not see a driver that is installed later.
 */
const instances = new WeakMap<object, Gpu>();

/** Installs what tfjs's backend expects of a browser: `navigator.gpu` (Dawn), `window`, `self` and WebGPU's classes. */
function dawn(loaded: unknown): Installed {
  const { create, globals } = loaded as { create: (options: readonly string[]) => Gpu; globals: object }; // npm `webgpu`
  const { navigator } = globalThis as { navigator?: object };
  const gpu = instances.get(create) ?? create([]);
  const page = Object.create(navigator ?? null, { gpu: { value: gpu, enumerable: true } }) as object;
  return {
    keep: () => void instances.set(create, gpu),
    release: withGlobals({ ...globals, navigator: page, window: globalThis, self: globalThis }),
  };
}

function isSoftware({ isFallbackAdapter = false, ...info }: AdapterInfo): boolean {
  return (
    isFallbackAdapter ||
    /swiftshader|llvmpipe|lavapipe|basic render|warp/i.test(Object.values(info).join(" "))
  );
}

function nameOf({ vendor = "", architecture = "", device = "", description = "" }: AdapterInfo): string {
  const named =
    description === "" ? [vendor, architecture, device].filter((part) => part !== "").join(" ") : description;
  return named === "" ? "a GPU" : named;
}
