import { activateBackend } from "../activation/activateBackend.ts";
import { type Candidate, Unsuitable } from "../activation/candidate.ts";
import { withGlobals } from "../activation/withGlobals.ts";

/** The part of WebGPU that is used here. */
interface Gpu {
  requestAdapter(): Promise<{ readonly info?: AdapterInfo; readonly isFallbackAdapter?: boolean } | null>;
}

interface AdapterInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly device?: string;
  readonly description?: string;
  readonly isFallbackAdapter?: boolean;
}

/** The GPU, through the browser's WebGPU, or in Node through Dawn (`webgpu`). */
export const webgpu: Candidate = {
  name: "webgpu",
  packages: ["webgpu", "@tensorflow/tfjs-backend-webgpu"],
  async start({ load, node, requested }) {
    const release = node ? dawn(await load("webgpu")) : () => undefined;
    try {
      const gpu = browserGpu();
      if (gpu === undefined) throw new Unsuitable("this browser has no WebGPU");
      const adapter = await gpu.requestAdapter();
      if (adapter === null) throw new Error("there is no GPU that WebGPU can use");
      const info = adapter.info ?? {};
      if (!requested && (adapter.isFallbackAdapter === true || isSoftware(info))) {
        throw new Unsuitable(`it would run on ${nameOf(info)}, in software, slower than wasm`);
      }
      await load("@tensorflow/tfjs-backend-webgpu");
      await activateBackend("webgpu");
      return { detail: nameOf(info), release };
    } catch (error) {
      release();
      throw error;
    }
  },
};

function browserGpu(): Gpu | undefined {
  const { navigator } = globalThis as { navigator?: { gpu?: Gpu } }; // Node's types and the browser's differ here
  return navigator?.gpu;
}

/** Installs what tfjs's backend expects of a browser: `navigator.gpu` (Dawn), `window`, `self` and WebGPU's classes. */
function dawn(loaded: unknown): () => void {
  const { create, globals } = loaded as { create: (options: readonly string[]) => Gpu; globals: object }; // npm `webgpu`
  const { navigator } = globalThis as { navigator?: object };
  const page = Object.create(navigator ?? null, { gpu: { value: create([]), enumerable: true } }) as object;
  return withGlobals({ ...globals, navigator: page, window: globalThis, self: globalThis });
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
