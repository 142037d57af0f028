import { useBackend } from "@tensorloom/backend";
import type { Thread } from "@tensorloom/distributed/node";
import { joined, type Sum } from "../step/averageGradients.ts";
import { freezeStatistics } from "@tensorloom/graph/internal";
import { leanModel } from "../model/leanModel.ts";
import { optimizerFromConfig } from "../optimizers/optimizerFromConfig.ts";
import { seedDropout } from "../step/seededDropout.ts";
import { allVariables, type Variables } from "../model/variables.ts";
import { answerShare } from "./predictShard.ts";
import { applyShare, takeWeights } from "./applyGradients.ts";
import type { Blueprint, Role } from "./modelSpec.ts";
import { learnShare } from "./trainShard.ts";
import { type Enlistment, type Order, type TrainingOrders } from "./replicaCommand.ts";
import type { Post, TrainingPost } from "./replicaContext.ts";
import { rebuild } from "./buildFromSpec.ts";
import { shareWeights } from "./broadcastWeights.ts";

/** What runs in a replica's thread: builds the model, then does what replica 0 orders, together with it. */
export default async function replica({ communicator, data, onMessage }: Thread): Promise<void> {
  const { who, backend, blueprint, training } = data as Enlistment; // replica 0 sent it
  await useBackend(backend);
  const model = await rebuild(who, blueprint);
  leanModel(model, training?.recompute);
  const post: Post = { communicator, model, variables: allVariables(model) };
  const trainee = training && trainingPost(post, blueprint, training);
  let sum: Sum | undefined;

  function learner(): TrainingPost {
    if (trainee === undefined) throw new Error("this replica only predicts");
    return trainee;
  }
  function obey(order: Order): void {
    switch (order.kind) {
      case "weights":
        shareWeights(communicator, post.variables);
        return;
      case "answer":
        answerShare(who, post, order.share, order.asked);
        return;
      case "learn":
        learner().dropout.at(order.at);
        sum = joined(sum, learnShare(learner(), order.share));
        return;
      case "apply": {
        const odd = applyShare(learner(), sum?.gradients ?? {}, order.names, order.rate);
        sum = undefined;
        if (odd === undefined && training?.optimizer === undefined) takeWeights(learner());
      }
    }
  }
  onMessage((order) => obey(order as Order)); // replica 0 sends nothing else
}

function trainingPost(post: Post, blueprint: Blueprint, orders: TrainingOrders): TrainingPost {
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
    synchronize: orders.synchronize,
    clip: orders.clip,
    dropout: seedDropout(model, orders.seed, communicator.rank),
    optimizer: orders.optimizer && optimizerFromConfig(orders.optimizer).begin(trainable),
  };
}
