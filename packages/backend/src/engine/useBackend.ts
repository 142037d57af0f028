import { checkOptions, errorCode, integer, isNode, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { type Attempt, type BackendName, OUTCOMES } from "./activation/attempt.ts";
import { BackendError } from "./backendError.ts";
import { type Candidate, type Host, type Started, Unsuitable } from "./activation/candidate.ts";
import { cpu } from "./candidates/cpu.ts";
import { tensorflow } from "./candidates/tensorflow.ts";
import { wasm } from "./candidates/wasm.ts";
import { webgpu } from "./candidates/webgpu.ts";
import { MAX_THREADS } from "../kernels/threads/threadCount.ts";
import { loadPackage } from "./activation/loadPackage.ts";
import { releaseBackend } from "./activation/releaseBackend.ts";

/** The candidates, best first; docs/guides/backend.md has the measurements. */
const CANDIDATES: readonly Candidate[] = [tensorflow, webgpu, wasm, cpu];

/**
 * Options of {@link useBackend}.
 *
 * @inline
 */
export interface UseBackendOptions {
  /** Loads an optional package by name; default: from Node's `node_modules`. In a browser pass one that calls `import()`. */
  readonly load?: ((specifier: string) => Promise<unknown>) | undefined;
  /** The folder or address of tfjs's `.wasm` files; default: npm's folder, or a bundler's usual places. */
  readonly wasmFolder?: string | undefined;
  /**
   * How many threads compute each kernel on wasm, 1 to 16; default: one for each core, in Node and on cross-origin
   * isolated pages, else 1. The call that starts wasm decides whether it has several. Results do not depend on it.
   */
  readonly threads?: number | undefined;
  /**
   * How training on wasm and webgpu keeps activations from the forward to the backward pass; default `"float32"`.
   * `"float16"` needs about half the memory. Outputs and losses stay exact, and gradients differ from the fourth digit on.
   * With `"auto"` it is for the case that wasm or webgpu is taken.
   */
  readonly activations?: "float32" | "float16" | undefined;
}

const OPTIONS: OptionKinds<UseBackendOptions> = {
  load: "function",
  wasmFolder: "string",
  threads: "number",
  activations: "string",
};

/**
 * The backend that tfjs now uses.
 *
 * @example
 * ```ts
 * import { type ChosenBackend, useBackend } from "@tensorloom/backend";
 *
 * const backend: ChosenBackend = await useBackend("wasm");
 * backend.name; // => "wasm"
 * backend.dispose();
 * ```
 */
export interface ChosenBackend {
  readonly name: BackendName;
  /** The reason for the choice, as a sentence. */
  readonly reason: string;
  /** What happened to each candidate, best first. */
  readonly tried: readonly Attempt[];
  /** Releases the backend and its memory. In Node, WebGPU keeps the process alive until then. */
  dispose(): void;
}

/**
 * Makes tfjs use a backend: the named one, or the best that is installed and starts.
 *
 * `"auto"` tries `tensorflow`, `webgpu`, `wasm` and `cpu` in this order. The first two need a package that you install
 * yourself. A WebGPU that would run in software is skipped, since wasm is faster.
 *
 * @throws RangeError if `activations` is `"float16"` and the named backend is neither wasm nor webgpu.
 * @throws BackendError if the named backend is not installed (the message is the `npm install` command) or does not
 * start. With `"auto"` only if not even `cpu` starts.
 * @example
 * ```ts
 * import { useBackend } from "@tensorloom/backend";
 *
 * const backend = await useBackend("cpu");
 * backend.reason; // => "cpu, as requested: plain JavaScript, one thread"
 * ```
 */
export async function useBackend(
  name: BackendName | "auto" = "auto",
  options: UseBackendOptions = {},
): Promise<ChosenBackend> {
  const {
    load = loadPackage,
    wasmFolder,
    threads,
    activations = "float32",
  } = checkOptions("useBackend", options, OPTIONS);
  if (threads !== undefined) integer("useBackend: threads", threads, 1, MAX_THREADS);
  oneOf("useBackend: name", name, ["auto", ...CANDIDATES.map((candidate) => candidate.name)]);
  oneOf("useBackend: activations", activations, ["float32", "float16"]);
  if (activations === "float16" && !["wasm", "webgpu", "auto"].includes(name))
    throw new RangeError(
      `useBackend: activations "float16" needs the backend "wasm", "webgpu" or "auto", got "${name}"`,
    );
  const host: Host = { load, wasmFolder, threads, activations, requested: name !== "auto", node: isNode() };
  const candidates = name === "auto" ? CANDIDATES : CANDIDATES.filter((candidate) => candidate.name === name);
  const tried: Attempt[] = [];
  for (const [at, candidate] of candidates.entries()) {
    const started = await tryCandidate(candidate, host, tried);
    if (started === undefined) continue;
    const reason = describeChoice(candidate.name, started.detail, name, tried);
    tried.push({ name: candidate.name, outcome: "taken", detail: started.detail });
    for (const rest of candidates.slice(at + 1)) {
      tried.push({ name: rest.name, outcome: "untried", detail: `${candidate.name} is better` });
    }
    return {
      name: candidate.name,
      reason,
      tried,
      dispose() {
        releaseBackend(candidate.name);
        started.release?.();
      },
    };
  }
  throw new BackendError(name, tried);
}

async function tryCandidate(
  candidate: Candidate,
  host: Host,
  tried: Attempt[],
): Promise<Started | undefined> {
  const { name, packages } = candidate;
  try {
    return await candidate.start(host);
  } catch (error) {
    const message = messageOf(error);
    const missing = packages.filter((one) => isMissing(error, one));
    if (missing.length > 0) {
      tried.push({ name, outcome: "missing", detail: `npm install ${packages.join(" ")}` });
    } else {
      tried.push({ name, outcome: error instanceof Unsuitable ? "unsuitable" : "failed", detail: message });
    }
    return undefined;
  }
}

function describeChoice(
  name: BackendName,
  detail: string,
  requested: string,
  before: readonly Attempt[],
): string {
  if (requested !== "auto") return `${name}, as requested: ${detail}`;
  const passed = before.map((one) => `${one.name} ${OUTCOMES[one.outcome]} (${one.detail})`);
  return passed.length === 0
    ? `${name}, the best there is: ${detail}`
    : `${name}: ${detail}; ${passed.join("; ")}`;
}

/** Whether an import failed because the package itself is missing, rather than one of its dependencies. */
function isMissing(error: unknown, specifier: string): boolean {
  const code = errorCode(error);
  const absent = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
  return absent && messageOf(error).includes(`'${specifier}'`);
}

/** tfjs rejects with plain objects that have a message. */
function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : String(error);
}
