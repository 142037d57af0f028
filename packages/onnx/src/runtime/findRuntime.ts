import { checkOptions, integer, isNode, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { loadRuntimePackage } from "./loadRuntimePackage.ts";
import type { OrtModule } from "./ortModule.ts";
import { probeBlock } from "./probeBlock.ts";
import { coreCount } from "./coreCount.ts";
import { ortModuleOf } from "./ortModuleOf.ts";
import { probeStandard } from "./probeStandard.ts";
import { whyMissing } from "./whyMissing.ts";
import { chooseProvider } from "./chooseProvider.ts";
import { runtimeError } from "./runtimeError.ts";
import type { FoundRuntime, Provider, Runtime } from "./runtime.ts";
import { versionNote } from "./versionNote.ts";

/**
 * Options of {@link findRuntime}.
 *
 * @inline
 */
export interface FindRuntimeOptions {
  /**
   * Loads the package. Default: `require` in Node; in a browser `globalThis.ort`. A page with a bundler says
   * `() => import("onnxruntime-web")`.
   */
  readonly load?: ((name: string) => Promise<unknown>) | undefined;
  /** What computes. Default: `cpu` in Node; in a browser `webgpu` if there is a GPU, otherwise `wasm`. */
  readonly provider?: Provider | undefined;
  /** Threads of an operation. Default: one for each core that the process may use. */
  readonly threads?: number | undefined;
}

const KNOWN: OptionKinds<FindRuntimeOptions> = { load: "function", provider: "any", threads: "number" };

/** The runtimes of this process, by provider and threads; a caller's own loader has its own. */
const found = new WeakMap<object, Map<string, Promise<FoundRuntime>>>();

/**
 * Loads ONNX Runtime and tries it, once for each process; says why if it is missing.
 *
 * @throws RangeError or TypeError for options; never because ONNX Runtime is missing or broken.
 * @example
 * ```ts
 * import { findRuntime } from "@tensorloom/onnx/internal";
 *
 * const { missing } = await findRuntime({ load: () => Promise.reject(new Error("no such file")) });
 * missing?.outcome; // => "broken"
 * ```
 */
export function findRuntime(options: FindRuntimeOptions = {}): Promise<FoundRuntime> {
  const {
    load = loadRuntimePackage,
    provider,
    threads = coreCount(),
  } = checkOptions("findRuntime", options, KNOWN);
  if (provider !== undefined) oneOf("findRuntime: provider", provider, ["cpu", "wasm", "webgpu"]);
  integer("findRuntime: threads", threads, 1);
  const ofLoader = found.get(load) ?? new Map<string, Promise<FoundRuntime>>();
  found.set(load, ofLoader);
  const key = `${provider ?? "default"} ${String(threads)}`;
  const known = ofLoader.get(key);
  if (known !== undefined) return known;
  const finding = find(load, provider, threads).then((outcome) => {
    if (outcome.missing?.outcome === "missing") ofLoader.delete(key); // a page may load it later
    return outcome;
  });
  ofLoader.set(key, finding);
  return finding;
}

async function find(
  load: (name: string) => Promise<unknown>,
  wanted: Provider | undefined,
  threads: number,
): Promise<FoundRuntime> {
  const name = isNode() && wanted !== "wasm" ? "onnxruntime-node" : "onnxruntime-web";
  let module: OrtModule;
  try {
    module = ortModuleOf(await load(name));
  } catch (error) {
    return { runtime: undefined, missing: whyMissing(name, error) };
  }
  const provider = wanted ?? (await chooseProvider());
  const version = module.env.versions?.common ?? "of an unknown version";
  if (module.env.wasm !== undefined) module.env.wasm.numThreads = provider === "wasm" ? threads : 1;
  const target = { module, provider, threads };
  try {
    await probeStandard(target);
  } catch (error) {
    const reason = `${name} ${version} loads but does not compute on ${provider}: ${runtimeError("trial", error).message}`;
    return { runtime: undefined, missing: { outcome: "unsuitable", reason } };
  }
  const probe = provider === "cpu" ? await probeBlock(target) : { block: undefined, reason: undefined };
  const notes = [versionNote(name, version), probe.reason].filter((note) => note !== undefined);
  const runtime: Runtime = { name, version, provider, block: probe.block, threads, notes, module };
  return { runtime, missing: undefined };
}
