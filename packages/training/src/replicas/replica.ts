import { createHierarchicalCommunicator } from "@tensorloom/distributed";
import type { ThreadContext } from "@tensorloom/distributed/node";
import { applyGradients } from "./applyGradients.ts";
import { broadcastWeights } from "./broadcastWeights.ts";
import { buildReplica } from "./buildReplica.ts";
import { predictShard } from "./predictShard.ts";
import type { ReplicaCommand, ReplicaInit } from "./replicaCommand.ts";

const ADVICE =
  "say where the class is registered, by `static readonly moduleUrl = import.meta.url` in the class or by " +
  "`replicas: { count, modules: [url] }`";

/** The entry of a replica's thread in Node: builds the model, then handles the commands of rank 0. */
export default async function replica({
  communicator: threads,
  data,
  onMessage,
}: ThreadContext): Promise<void> {
  const init = data as ReplicaInit; // rank 0 sent it
  for (const module of init.modelSpec.modules) await import(module);
  const replica = await buildReplica(init, threads, { adviceOnClasses: ADVICE });

  function handleCommand(command: ReplicaCommand): void {
    const { context } = replica;
    switch (command.kind) {
      case "join":
        replica.join(createHierarchicalCommunicator({ threads }));
        return;
      case "syncWeights":
        broadcastWeights(context.communicator, context.variables);
        return;
      case "restoreOptimizer":
        replica.restoreOptimizer(command.state);
        return;
      case "predict":
        predictShard(init.caller, context, command.shard, command.outputKind);
        return;
      case "train":
        replica.train(command.shard, command.dropoutStep);
        return;
      case "applyGradients": {
        const { names, learningRate } = command;
        const { training } = replica;
        const nonFinite = applyGradients(training, replica.takeGradients(), names, learningRate);
        if (nonFinite === undefined && training.optimizer === undefined)
          broadcastWeights(context.communicator, training.trainable);
      }
    }
  }
  if (!init.acrossRanks) replica.join(threads);
  onMessage((command) => handleCommand(command as ReplicaCommand)); // rank 0 sends nothing else
}
