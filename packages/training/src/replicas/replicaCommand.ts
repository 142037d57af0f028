import type { Recompute } from "@tensorloom/graph";
import type { GradientClipping } from "../step/clipGradients.ts";
import type { OptimizerConfig } from "../optimizers/optimizer.ts";
import type { OutputKind } from "./predictShard.ts";
import type { ModelSpec } from "./modelSpec.ts";
import type { BatchShard } from "./batchShard.ts";

/** What a replica's thread is told when it begins. Plain data. */
export interface ReplicaInit {
  /** For messages: `"fit"`. */
  readonly caller: string;
  readonly backend: "wasm" | "cpu";
  readonly modelSpec: ModelSpec;
  /** `undefined` where it only predicts. */
  readonly training: TrainingConfig | undefined;
}

/** How it trains. */
export interface TrainingConfig {
  readonly seed: number;
  readonly clip: GradientClipping;
  readonly syncBatchNorm: boolean;
  readonly recompute: Recompute | undefined;
  /** `undefined` where replica 0 updates alone. */
  readonly optimizer: OptimizerConfig | undefined;
}

/** What replica 0 has all the others do, together with it. */
export type ReplicaCommand =
  | { readonly kind: "weights" }
  | { readonly kind: "answer"; readonly share: BatchShard; readonly asked: OutputKind }
  | { readonly kind: "learn"; readonly share: BatchShard; readonly at: number }
  | { readonly kind: "apply"; readonly names: readonly string[]; readonly rate: number };
