import { availableParallelism } from "node:os";
import {
  add,
  engine,
  env,
  getBackend,
  KernelBackend,
  ones,
  registerBackend,
  removeBackend,
} from "@tensorflow/tfjs-core";
import nodeUtil from "node:util";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { BackendError } from "./backendError.ts";
import { useBackend } from "./useBackend.ts";

/** Stands in for a backend that tfjs can start. */
class StandIn extends KernelBackend {
  destroyed = false;
  readonly device = {
    destroy: () => {
      this.destroyed = true;
    },
  };
  override dispose(): void {
    this.destroyed = false; // the device goes after the backend
  }
}

function notInstalled(specifier: string): Error {
  return Object.assign(new Error(`Cannot find package '${specifier}' imported from here`), {
    code: "ERR_MODULE_NOT_FOUND",
  });
}

/** Loads packages from a table, as if just these were installed. */
function installed(
  packages: Readonly<Record<string, () => unknown>>,
): (specifier: string) => Promise<unknown> {
  const table = new Map(Object.entries(packages));
  return (specifier) => {
    const found = table.get(specifier);
    if (found === undefined) return Promise.reject(notInstalled(specifier));
    return Promise.resolve().then(found);
  };
}

const nothing = installed({});
const outcomes = (tried: readonly { name: string; outcome: string }[]): string[] =>
  tried.map(({ name, outcome }) => `${name} ${outcome}`);

/** npm `webgpu` with one adapter. */
const dawn = (adapter: unknown) => () => ({
  create: () => ({ requestAdapter: () => Promise.resolve(adapter) }),
  globals: { GPUStandIn: "here" },
});
const cores = Math.min(availableParallelism(), 16);
const threads = cores === 1 ? "one thread" : `${String(cores)} threads`;
const card = { info: { vendor: "nvidia", architecture: "hopper", device: "", description: "" } };

afterEach(() => {
  for (const name of ["tensorflow", "webgpu"]) if (name in engine().registryFactory) removeBackend(name);
});

describe("useBackend", () => {
  // other files of the process may have started it with one thread
  beforeAll(async () => {
    (await useBackend("wasm")).dispose();
    await useBackend("wasm", { threads: cores });
  });

  it("takes wasm if nothing else is installed, and says how to get the others", async () => {
    const { name, reason, tried } = await useBackend("auto", { load: nothing });
    expect(name).toBe("wasm");
    expect(getBackend()).toBe("wasm");
    expect(outcomes(tried)).toEqual(["tensorflow missing", "webgpu missing", "wasm taken", "cpu untried"]);
    expect(reason).toBe(
      `wasm: WebAssembly with SIMD, ${threads}; tensorflow is not installed (npm install @tensorflow/tfjs-node); webgpu is not installed (npm install webgpu @tensorflow/tfjs-backend-webgpu)`,
    );
    expect(add([1], [2]).dataSync()).toEqual(Float32Array.of(3));
  });

  it("prefers tensorflow if it is installed", async () => {
    const load = installed({
      "@tensorflow/tfjs-node": () => registerBackend("tensorflow", () => new StandIn()),
    });
    const chosen = await useBackend("auto", { load });
    expect(getBackend()).toBe("tensorflow");
    expect(chosen.reason).toBe("tensorflow, the best there is: TensorFlow's library");
    expect(outcomes(chosen.tried)).toEqual([
      "tensorflow taken",
      "webgpu untried",
      "wasm untried",
      "cpu untried",
    ]);
    chosen.dispose();
  });

  it("takes wasm if tensorflow is installed but broken", async () => {
    const load = installed({
      "@tensorflow/tfjs-node": () => {
        throw new Error("libtensorflow.so.2: cannot open shared object file");
      },
    });
    const { name, tried } = await useBackend("auto", { load });
    expect(name).toBe("wasm");
    expect(tried[0]).toEqual({
      name: "tensorflow",
      outcome: "failed",
      detail: "libtensorflow.so.2: cannot open shared object file",
    });
  });

  it("calls a package broken, not missing, if one of its dependencies is missing", async () => {
    const load = installed({
      "@tensorflow/tfjs-node": () => {
        throw notInstalled("@mapbox/node-pre-gyp");
      },
    });
    await expect(useBackend("tensorflow", { load })).rejects.toThrow(
      "useBackend: tensorflow would not start: Cannot find package '@mapbox/node-pre-gyp'",
    );
  });

  it("says that there are two copies of tfjs if the package registers with another", async () => {
    const load = installed({ webgpu: dawn(card), "@tensorflow/tfjs-backend-webgpu": () => ({}) });
    const { tried } = await useBackend("auto", { load });
    expect(tried[1].detail).toMatch(
      /registered no backend with this copy of @tensorflow\/tfjs-core.*npm dedupe/,
    );
  });

  it.each([
    ["tensorflow", "npm install @tensorflow/tfjs-node"],
    ["webgpu", "npm install webgpu @tensorflow/tfjs-backend-webgpu"],
  ] as const)("names the install command if %s is named and not installed", async (name, command) => {
    const failure = useBackend(name, { load: nothing });
    await expect(failure).rejects.toThrow(`useBackend: ${name} is not installed: ${command}`);
    await expect(failure).rejects.toMatchObject({
      requested: name,
      tried: [{ name, outcome: "missing", detail: command }],
    });
    await expect(failure).rejects.toBeInstanceOf(BackendError);
  });

  it("refuses a name that it does not know, and lists those that it does", async () => {
    // @ts-expect-error a name from a command line
    await expect(useBackend("gpu")).rejects.toThrow(
      'useBackend: name must be one of "auto", "tensorflow", "webgpu", "wasm", "cpu", got "gpu"',
    );
  });

  it("starts again after a dispose", async () => {
    const first = await useBackend("wasm");
    ones([1000]);
    first.dispose();
    await useBackend("wasm");
    expect(add([1], [2]).dataSync()).toEqual(Float32Array.of(3));
  });

  it("says which file is missing if the wasm folder is wrong, and still works afterwards", async () => {
    (await useBackend("wasm")).dispose();
    await expect(useBackend("wasm", { wasmFolder: "/nowhere" })).rejects.toThrow(
      "useBackend: wasm would not start: there is no tfjs-backend-wasm-simd.wasm in /nowhere",
    );
    const { name } = await useBackend("auto", { load: nothing, wasmFolder: "/nowhere" });
    expect(name).toBe("cpu");
    expect((await useBackend("wasm")).name).toBe("wasm");
  });

  it("prints no advertisement on the cpu backend", async () => {
    const printed = vi.spyOn(console, "warn").mockReturnValue(undefined);
    const test = env().getBool("IS_TEST");
    env().set("IS_TEST", false); // under test tfjs is silent anyhow
    try {
      await useBackend("cpu");
      ones([1]).dispose();
      expect(printed).not.toHaveBeenCalled();
    } finally {
      env().set("IS_TEST", test);
      printed.mockRestore();
    }
  });
});

describe("useBackend with tensorflow on a Node that has lost util's checks", () => {
  const util: object = nodeUtil;
  const own = new Map(
    ["isNullOrUndefined", "isArray"].map((name) => [name, Object.getOwnPropertyDescriptor(util, name)]),
  );
  afterEach(() => {
    for (const [name, descriptor] of own)
      if (descriptor !== undefined) Object.defineProperty(util, name, descriptor);
  });

  it("puts them back before the package is loaded", async () => {
    for (const name of own.keys()) Reflect.deleteProperty(util, name);
    const load = installed({
      "@tensorflow/tfjs-node": () => {
        // as tfjs-node's own code calls them, through require("util")
        const { isNullOrUndefined, isArray } = process.getBuiltinModule("util") as unknown as Record<
          string,
          (v: unknown) => boolean
        >;
        const answers = [isNullOrUndefined(null), isNullOrUndefined(0), isArray([]), isArray("")];
        if (answers.join() !== "true,false,true,false") throw new Error(answers.join());
        registerBackend("tensorflow", () => new StandIn());
      },
    });
    const chosen = await useBackend("tensorflow", { load });
    expect(chosen.reason).toBe(
      "tensorflow, as requested: TensorFlow's library, with util.isArray, util.isNullOrUndefined put back for it",
    );
    chosen.dispose();
  });
});

describe("useBackend with webgpu", () => {
  const seen: unknown[] = [];
  const plugin = () => {
    const { navigator, GPUStandIn, window } = globalThis as {
      navigator?: { gpu?: unknown };
      GPUStandIn?: unknown;
      window?: unknown;
    };
    seen.push(typeof navigator?.gpu, GPUStandIn, window === globalThis);
    registerBackend("webgpu", () => new StandIn());
  };

  it("makes Node look like a browser before the backend is loaded, and puts it back at dispose", async () => {
    const load = installed({ webgpu: dawn(card), "@tensorflow/tfjs-backend-webgpu": plugin });
    const chosen = await useBackend("auto", { load });
    expect(chosen.name).toBe("webgpu");
    expect(chosen.reason).toBe(
      "webgpu: nvidia hopper; tensorflow is not installed (npm install @tensorflow/tfjs-node)",
    );
    expect(seen).toEqual(["object", "here", true]);
    chosen.dispose();
    expect("GPUStandIn" in globalThis).toBe(false);
    expect("window" in globalThis).toBe(false);
  });

  it.each([
    ["by its name", { info: { description: "SwiftShader driver 5.0.0" } }, "SwiftShader driver 5.0.0"],
    ["by its own word", { info: { vendor: "acme" }, isFallbackAdapter: true }, "acme"],
  ])("skips software, known %s, with auto, and takes it if it is named", async (_how, adapter, shown) => {
    const load = installed({ webgpu: dawn(adapter), "@tensorflow/tfjs-backend-webgpu": plugin });
    const { name, tried } = await useBackend("auto", { load });
    expect(name).toBe("wasm");
    expect(tried[1]).toEqual({
      name: "webgpu",
      outcome: "unsuitable",
      detail: `it would run on ${shown}, in software, slower than wasm`,
    });
    expect("GPUStandIn" in globalThis).toBe(false);
    const named = await useBackend("webgpu", { load });
    expect(named.reason).toBe(`webgpu, as requested: ${shown}`);
    named.dispose();
  });

  it("takes the next one if there is no GPU", async () => {
    const load = installed({ webgpu: dawn(null), "@tensorflow/tfjs-backend-webgpu": plugin });
    const { name, tried } = await useBackend("auto", { load });
    expect(name).toBe("wasm");
    expect(tried[1].detail).toMatch(/^there is no GPU that WebGPU can use; on Linux it needs libvulkan1/);
  });

  it("keeps activations as 16-bit floats on wasm and webgpu alone", async () => {
    await expect(useBackend("cpu", { activations: "float16" })).rejects.toThrow(
      'useBackend: activations "float16" needs the backend "wasm", "webgpu" or "auto", got "cpu"',
    );
    await expect(useBackend("webgpu", { activations: "half" as "float16" })).rejects.toThrow(
      'useBackend: activations must be one of "float32", "float16", got "half"',
    );
    const load = installed({ webgpu: dawn(card), "@tensorflow/tfjs-backend-webgpu": plugin });
    await expect(useBackend("webgpu", { load, activations: "float16" })).rejects.toThrow(
      /activations: "float16" needs the kernels of Tensorloom, .* install version 4\.22$/,
    );
  });

  it("finds a GPU whose driver was installed after a start that found none", async () => {
    const adapters = [null, card];
    const webgpu = dawn(card)();
    const create = () => {
      const adapter = adapters.shift(); // an instance sees the drivers of its own start
      return { requestAdapter: () => Promise.resolve(adapter) };
    };
    const load = installed({
      webgpu: () => ({ ...webgpu, create }),
      "@tensorflow/tfjs-backend-webgpu": plugin,
    });
    await expect(useBackend("webgpu", { load })).rejects.toThrow("there is no GPU that WebGPU can use");
    const chosen = await useBackend("webgpu", { load });
    expect(chosen.reason).toBe("webgpu, as requested: nvidia hopper");
    chosen.dispose();
  });
});
