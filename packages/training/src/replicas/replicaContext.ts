import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Communicator } from "@tensorloom/distributed";
import type { GradientClipping } from "../step/clipGradients.ts";
import type { BoundOptimizer } from "../optimizers/optimizer.ts";
import type { DropoutSeeds } from "../step/seededDropout.ts";
import type { Variables } from "../model/variables.ts";

/** A replica's place in a run: what it computes with. */
export interface ReplicaContext {
  readonly communicator: Communicator;
  readonly model: LayersModel;
  /** All of the model's. */
  readonly variables: Variables;
}

/** The same for a replica that trains. */
export interface TrainingReplicaContext extends ReplicaContext {
  readonly trainable: Variables;
  /** Statistics that a step moves. */
  readonly moving: Variables;
  readonly syncBatchNorm: boolean;
  readonly clip: GradientClipping;
  readonly dropout: DropoutSeeds;
  /** `undefined` where replica 0 alone has one, and hands its weights out. */
  readonly optimizer: BoundOptimizer | undefined;
}
