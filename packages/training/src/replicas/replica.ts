import { useBackend } from "@tensorloom/backend";
import type { Thread } from "@tensorloom/distributed/node";
import { averageGradients, type AccumulatedGradients } from "../step/averageGradients.ts";
import { freezeStatistics } from "@tensorloom/graph/internal";
import { leanModel } from "../model/leanModel.ts";
import { optimizerFromConfig } from "../optimizers/optimizerFromConfig.ts";
import { seedDropout } from "../step/seededDropout.ts";
import { allVariables, type Variables } from "../model/variables.ts";
import { predictShard } from "./predictShard.ts";
import { applyGradients, takeWeights } from "./applyGradients.ts";
import type { ModelSpec, Role } from "./modelSpec.ts";
import { trainShard } from "./trainShard.ts";
import { type ReplicaInit, type ReplicaCommand, type TrainingConfig } from "./replicaCommand.ts";
import type { ReplicaContext, TrainingReplicaContext } from "./replicaContext.ts";
import { buildFromSpec } from "./buildFromSpec.ts";
import { broadcastWeights } from "./broadcastWeights.ts";

/** What runs in a replica's thread: builds the model, then does what replica 0 orders, together with it. */
export default async function replica({ communicator, data, onMessage }: Thread): Promise<void> {
  const { caller, backend, modelSpec, training } = data as ReplicaInit; // replica 0 sent it
  await useBackend(backend);
  const model = await buildFromSpec(caller, modelSpec);
  leanModel(model, training?.recompute);
  const post: ReplicaContext = { communicator, model, variables: allVariables(model) };
  const trainee = training && createTrainingContext(post, modelSpec, training);
  let sum: AccumulatedGradients | undefined;

  function learner(): TrainingReplicaContext {
    if (trainee === undefined) throw new Error("this replica only predicts");
    return trainee;
  }
  function handleCommand(order: ReplicaCommand): void {
    switch (order.kind) {
      case "weights":
        broadcastWeights(communicator, post.variables);
        return;
      case "answer":
        predictShard(caller, post, order.share, order.asked);
        return;
      case "learn":
        learner().dropout.setStep(order.at);
        sum = averageGradients(sum, trainShard(learner(), order.share));
        return;
      case "apply": {
        const odd = applyGradients(learner(), sum?.gradients ?? {}, order.names, order.rate);
        sum = undefined;
        if (odd === undefined && training?.optimizer === undefined) takeWeights(learner());
      }
    }
  }
  onMessage((order) => handleCommand(order as ReplicaCommand)); // replica 0 sends nothing else
}

function createTrainingContext(
  post: ReplicaContext,
  blueprint: ModelSpec,
  orders: TrainingConfig,
): TrainingReplicaContext {
  const { communicator, model, variables } = post;
  const named = (role: Role): Variables => {
    const names = new Set(blueprint.variables.filter((one) => one.role === role).map(({ name }) => name));
    return new Map([...variables].filter(([name]) => names.has(name)));
  };
  const trainable = named("trainable");
  freezeStatistics(model);
  return {
    ...post,
    trainable,
    moving: named("moving"),
    syncBatchNorm: orders.syncBatchNorm,
    clip: orders.clip,
    dropout: seedDropout(model, orders.seed, communicator.rank),
    optimizer: orders.optimizer && optimizerFromConfig(orders.optimizer).bind(trainable),
  };
}
