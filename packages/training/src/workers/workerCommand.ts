import type { NDArray } from "@tensorloom/data";
import type { OptimizerState } from "../optimizers/optimizer.ts";
import type { BatchShard } from "../replicas/batchShard.ts";
import type { OutputKind } from "../replicas/predictShard.ts";
import type { ReplicaInit } from "../replicas/replicaCommand.ts";

/** What a replica's Web Worker receives when it starts: plain data. */
export interface WorkerReplicaInit extends Omit<ReplicaInit, "acrossRanks"> {
  /** The address of tfjs's `.wasm` file, if the caller's backend has loaded it. */
  readonly wasmFolder: string | undefined;
  /** The weights of all variables, one after another, which the caller and replica 0 write. */
  readonly weights: SharedArrayBuffer;
}

/** Arrays by the names of variables. */
export type NamedArrays = Readonly<Record<string, NDArray<Float32Array>>>;

/** A command of the caller. All replicas get it, except that only replica 0 is asked for the optimizer's state. */
export type WorkerCommand =
  | { readonly kind: "loadWeights" }
  | { readonly kind: "restoreOptimizer"; readonly state: OptimizerState }
  | { readonly kind: "predict"; readonly shard: BatchShard; readonly outputKind: OutputKind }
  | { readonly kind: "train"; readonly shard: BatchShard; readonly dropoutStep: number }
  | {
      readonly kind: "applyGradients";
      readonly learningRate: number;
      /** Gradients of the caller, to be added: those of the model's regularisation. Replica 0 alone gets their numbers. */
      readonly names: readonly string[];
      readonly own?: NamedArrays | undefined;
      /** Whether replica 0 returns the sums of the gradients. */
      readonly returnsSums: boolean;
    }
  | { readonly kind: "optimizerState" };

/** The question for the loss, to which the caller answers through shared memory, as replica 0 waits within a step. */
export interface LossQuestion {
  readonly kind: "logits";
  readonly values: NDArray<Float32Array>;
  /** Whether the model's final activation comes after them. */
  readonly areLogits: boolean;
  /** The gradient of the loss with respect to each of them. */
  readonly gradients: SharedArrayBuffer;
  /** An int32 that becomes 1 when the gradients are there. */
  readonly answered: SharedArrayBuffer;
}

/** What replica 0 sends to the caller. */
export type WorkerReply =
  | LossQuestion
  | { readonly kind: "trained"; readonly statistics: readonly Float32Array[] }
  | {
      readonly kind: "applied";
      /** The first variable whose gradient is not finite. */
      readonly nonFinite: string | undefined;
      readonly sums: NamedArrays | undefined;
    }
  | { readonly kind: "predicted"; readonly values: NDArray<Float32Array>; readonly areLogits: boolean }
  | { readonly kind: "optimizerState"; readonly state: OptimizerState };
