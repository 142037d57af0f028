import type { Variables } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Communicator } from "@tensorloom/distributed";
import type { BoundOptimizer } from "../optimizers/optimizer.ts";
import type { GradientClipping } from "../step/clipGradients.ts";
import type { DropoutSeeds } from "../step/seededDropout.ts";

/** What one replica computes with. */
export interface ReplicaContext {
  readonly communicator: Communicator;
  readonly model: LayersModel;
  /** Every variable of the model. */
  readonly variables: Variables;
}

/** What one replica trains with. */
export interface TrainingReplicaContext extends ReplicaContext {
  readonly trainable: Variables;
  /** Moving statistics, which the forward pass updates. */
  readonly moving: Variables;
  readonly syncBatchNorm: boolean;
  readonly clip: GradientClipping;
  readonly dropout: DropoutSeeds;
  /** `undefined` if only rank 0 has an optimizer and broadcasts the weights. A resumed run replaces it. */
  optimizer: BoundOptimizer | undefined;
}
