/** The backends that Tensorloom knows, fastest first. */
export type BackendName = "tensorflow" | "webgpu" | "wasm" | "cpu";

/** What came of one candidate. */
export interface Attempt {
  readonly name: BackendName;
  /**
   * `taken`; `missing`: its packages are not installed; `unsuitable`: it would run, but a later one is better here;
   * `failed`: it would not start; `untried`: a better one was taken.
   */
  readonly outcome: "taken" | "missing" | "unsuitable" | "failed" | "untried";
  /** Why, in words. */
  readonly detail: string;
}

/** `wasm taken: SIMD; tensorflow missing: …`, one candidate a line. */
export function formatAttempts(attempts: readonly Attempt[]): string {
  return attempts.map(({ name, outcome, detail }) => `${name} ${outcome}: ${detail}`).join("\n");
}
