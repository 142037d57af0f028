import type { Recompute } from "@tensorloom/graph";
import type { Clip } from "../step/clipGradients.ts";
import type { OptimizerConfig } from "../optimizers/optimizer.ts";
import type { Asked } from "./predictShard.ts";
import type { Blueprint } from "./modelSpec.ts";
import type { Share } from "./batchShard.ts";

/** What a replica's thread is told when it begins. Plain data. */
export interface Enlistment {
  /** For messages: `"fit"`. */
  readonly who: string;
  readonly backend: "wasm" | "cpu";
  readonly blueprint: Blueprint;
  /** `undefined` where it only predicts. */
  readonly training: TrainingOrders | undefined;
}

/** How it trains. */
export interface TrainingOrders {
  readonly seed: number;
  readonly clip: Clip;
  readonly synchronize: boolean;
  readonly recompute: Recompute | undefined;
  /** `undefined` where replica 0 updates alone. */
  readonly optimizer: OptimizerConfig | undefined;
}

/** What replica 0 has all the others do, together with it. */
export type Order =
  | { readonly kind: "weights" }
  | { readonly kind: "answer"; readonly share: Share; readonly asked: Asked }
  | { readonly kind: "learn"; readonly share: Share; readonly at: number }
  | { readonly kind: "apply"; readonly names: readonly string[]; readonly rate: number };
