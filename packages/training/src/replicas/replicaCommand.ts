import type { Recompute } from "@tensorloom/graph";
import type { OptimizerConfig, OptimizerState } from "../optimizers/optimizer.ts";
import type { GradientClipping } from "../step/clipGradients.ts";
import type { BatchShard } from "./batchShard.ts";
import type { ModelSpec } from "./modelSpec.ts";
import type { OutputKind } from "./predictShard.ts";

/** What a replica's thread receives when it starts: plain data. */
export interface ReplicaInit {
  /** The function that error messages begin with: `"fit"`. */
  readonly caller: string;
  readonly backend: "wasm" | "cpu";
  readonly modelSpec: ModelSpec;
  /** `undefined` for a replica that only predicts. */
  readonly training: TrainingConfig | undefined;
  /** How many threads compute each kernel of a replica. */
  readonly kernelThreads: number;
  /** How a replica keeps activations for the backward pass. */
  readonly activations: "float32" | "float16";
  /** Whether other processes compute too. Then the first command is `join`. */
  readonly acrossRanks: boolean;
}

/** How a replica trains. */
export interface TrainingConfig {
  readonly seed: number;
  readonly clip: GradientClipping;
  readonly syncBatchNorm: boolean;
  readonly recompute: Recompute | undefined;
  /** `undefined` if only rank 0 has the optimizer. */
  readonly optimizer: OptimizerConfig | undefined;
}

/** A command of rank 0, which all replicas then carry out together. */
export type ReplicaCommand =
  | { readonly kind: "join" }
  | { readonly kind: "syncWeights" }
  | { readonly kind: "restoreOptimizer"; readonly state: OptimizerState }
  | { readonly kind: "predict"; readonly shard: BatchShard; readonly outputKind: OutputKind }
  | { readonly kind: "train"; readonly shard: BatchShard; readonly dropoutStep: number }
  | { readonly kind: "applyGradients"; readonly names: readonly string[]; readonly learningRate: number };
