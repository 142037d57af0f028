import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { Attempt, BackendName } from "./attempt.ts";
import { BackendError } from "./backendError.ts";
import { type Candidate, type Host, type Started, Unsuitable } from "./candidate.ts";
import { cpu } from "./candidates/cpu.ts";
import { tensorflow } from "./candidates/tensorflow.ts";
import { wasm } from "./candidates/wasm.ts";
import { webgpu } from "./candidates/webgpu.ts";
import { loadPackage } from "./loadPackage.ts";
import { releaseBackend } from "./releaseBackend.ts";

/** The candidates, best first (docs/guides/backend.md has the figures). */
const CANDIDATES: readonly Candidate[] = [tensorflow, webgpu, wasm, cpu];

/**
 * How {@link useBackend} finds its packages.
 *
 * @inline
 */
export interface UseBackendOptions {
  /** Loads an optional package by name; default: from Node's `node_modules`. In a browser pass one that calls `import()`. */
  readonly load?: ((specifier: string) => Promise<unknown>) | undefined;
  /** The folder or address that holds tfjs's `.wasm` files; default: where npm put them. A browser's bundle needs it. */
  readonly wasmFolder?: string | undefined;
}

const OPTIONS: OptionKinds<UseBackendOptions> = { load: "function", wasmFolder: "string" };

/** The backend that tfjs now uses. */
export interface ChosenBackend {
  readonly name: BackendName;
  /** Why this one, in a sentence. */
  readonly reason: string;
  /** What came of every candidate, best first. */
  readonly tried: readonly Attempt[];
  /** Lets go of the backend and its memory. WebGPU in Node keeps the process alive until then. */
  dispose(): void;
}

/**
 * Makes tfjs use a backend: the best that is installed and starts, or the one asked for.
 *
 * `"auto"` tries `tensorflow`, `webgpu`, `wasm`, `cpu` in this order. The first two are packages that you install if you
 * want them; a WebGPU that would run in software is passed over, since wasm is faster. `"auto"` never fails where wasm works.
 *
 * @throws BackendError where the one asked for is missing (it names the `npm install` that helps) or does not start.
 * @example
 * ```ts
 * import { useBackend } from "@tensorloom/backend";
 *
 * const backend = await useBackend("cpu");
 * backend.reason; // => "cpu, as asked: plain JavaScript, one thread"
 * ```
 */
export async function useBackend(
  name: BackendName | "auto" = "auto",
  options: UseBackendOptions = {},
): Promise<ChosenBackend> {
  const { load = loadPackage, wasmFolder } = checkOptions("useBackend", options, OPTIONS);
  oneOf("useBackend: name", name, ["auto", ...CANDIDATES.map((candidate) => candidate.name)]);
  const host: Host = { load, wasmFolder, requested: name !== "auto", node: isNode() };
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
  asked: string,
  before: readonly Attempt[],
): string {
  if (asked !== "auto") return `${name}, as asked: ${detail}`;
  const passed = before.map((one) => `${one.name} is ${one.outcome} (${one.detail})`);
  return passed.length === 0
    ? `${name}, the best there is: ${detail}`
    : `${name}: ${detail}; ${passed.join("; ")}`;
}

/** Whether an import failed because the package itself is not there, rather than something that it needs. */
function isMissing(error: unknown, specifier: string): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const absent = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
  return absent && messageOf(error).includes(`'${specifier}'`);
}

/** tfjs rejects with bare objects that have a message. */
function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : String(error);
}

function isNode(): boolean {
  return typeof process === "object" && typeof process.getBuiltinModule === "function";
}
