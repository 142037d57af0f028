/** What computes, as a visitor chooses it. */
export type EngineChoice = "auto" | "wasm" | "webgpu";

/** How many replicas of the network train: one, or about one per core. */
export type ReplicasChoice = "all" | "one";

/** What computes now. */
export interface Engine {
  /** For people: "WebAssembly" or "WebGPU". */
  readonly name: string;
  /** Why it computes, as sentences. */
  readonly reason: string;
  /** Replicas that can train here at most. */
  readonly replicas: number;
  /** How many replicas train and why, as a sentence. */
  readonly replicasReason: string;
}
