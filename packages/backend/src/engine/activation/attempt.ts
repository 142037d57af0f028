/**
 * The name of a backend; fastest first.
 *
 * @example
 * ```ts
 * import { type BackendName, useBackend } from "@tensorloom/backend";
 *
 * const names: readonly BackendName[] = ["tensorflow", "webgpu", "wasm", "cpu"];
 * const { tried } = await useBackend("auto");
 * tried.map(({ name }) => name); // => names
 * ```
 */
export type BackendName = "tensorflow" | "webgpu" | "wasm" | "cpu";

/**
 * What happened to one candidate in `useBackend`.
 *
 * @example
 * ```ts
 * import { type Attempt, useBackend } from "@tensorloom/backend";
 *
 * const [attempt]: readonly Attempt[] = (await useBackend("cpu")).tried;
 * attempt; // => { name: "cpu", outcome: "taken", detail: "plain JavaScript, one thread" }
 * ```
 */
export interface Attempt {
  readonly name: BackendName;
  /**
   * `taken`; `missing`: its packages are not installed; `unsuitable`: it would run, but a later one is better here;
   * `failed`: it did not start; `untried`: a better one was taken.
   */
  readonly outcome: "taken" | "missing" | "unsuitable" | "failed" | "untried";
  /** The reason, as a phrase. */
  readonly detail: string;
}

/** What happened to a backend, as the end of a sentence that begins with its name. */
export const OUTCOMES: Readonly<Record<Attempt["outcome"], string>> = {
  failed: "would not start",
  missing: "is not installed",
  taken: "was taken",
  unsuitable: "cannot be used here",
  untried: "was not tried",
};

/** Formats attempts as `wasm taken: WebAssembly with SIMD`, one per line. */
export function formatAttempts(attempts: readonly Attempt[]): string {
  return attempts.map(({ name, outcome, detail }) => `${name} ${outcome}: ${detail}`).join("\n");
}
