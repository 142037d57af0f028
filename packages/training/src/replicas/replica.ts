import { useBackend } from "@tensorloom/backend";
import type { ThreadContext } from "@tensorloom/distributed/node";
import { allVariables, freezeStatistics, type Variables } from "@tensorloom/graph/internal";
import { fuseModel } from "../model/fuseModel.ts";
import type { OptimizerConfig, OptimizerState } from "../optimizers/optimizer.ts";
import { optimizerFromConfig } from "../optimizers/optimizerFromConfig.ts";
import { type AccumulatedGradients, averageGradients } from "../step/averageGradients.ts";
import { seedDropout } from "../step/seededDropout.ts";
import { applyGradients } from "./applyGradients.ts";
import { broadcastWeights } from "./broadcastWeights.ts";
import { buildFromSpec } from "./buildFromSpec.ts";
import type { ModelSpec, Role } from "./modelSpec.ts";
import { predictShard } from "./predictShard.ts";
import type { ReplicaCommand, ReplicaInit, TrainingConfig } from "./replicaCommand.ts";
import type { ReplicaContext, TrainingReplicaContext } from "./replicaContext.ts";
import { trainShard } from "./trainShard.ts";

/** The entry of a replica's thread: builds the model, then handles the commands of rank 0. */
export default async function replica({ communicator, data, onMessage }: ThreadContext): Promise<void> {
  const { caller, backend, modelSpec, training } = data as ReplicaInit; // rank 0 sent it
  await useBackend(backend);
  const model = await buildFromSpec(caller, modelSpec);
  fuseModel(model, training?.recompute);
  const context: ReplicaContext = { communicator, model, variables: allVariables(model) };
  const trainingContext = training && createTrainingContext(context, modelSpec, training);
  let accumulated: AccumulatedGradients | undefined;

  function requireTraining(): TrainingReplicaContext {
    if (trainingContext === undefined) throw new Error("this replica only predicts");
    return trainingContext;
  }
  function handleCommand(command: ReplicaCommand): void {
    switch (command.kind) {
      case "syncWeights":
        broadcastWeights(communicator, context.variables);
        return;
      case "restoreOptimizer":
        restoreOptimizer(requireTraining(), training?.optimizer, command.state);
        return;
      case "predict":
        predictShard(caller, context, command.shard, command.outputKind);
        return;
      case "train":
        requireTraining().dropout.setStep(command.dropoutStep);
        accumulated = averageGradients(accumulated, trainShard(requireTraining(), command.shard));
        return;
      case "applyGradients": {
        const { names, learningRate } = command;
        const gradients = accumulated?.gradients ?? {};
        const nonFinite = applyGradients(requireTraining(), gradients, names, learningRate);
        accumulated = undefined;
        if (nonFinite === undefined && training?.optimizer === undefined)
          broadcastWeights(communicator, requireTraining().trainable);
      }
    }
  }
  onMessage((command) => handleCommand(command as ReplicaCommand)); // rank 0 sends nothing else
}

/** Replaces the optimizer by one that continues from a state. */
function restoreOptimizer(
  context: TrainingReplicaContext,
  config: OptimizerConfig | undefined,
  state: OptimizerState,
): void {
  context.optimizer?.dispose();
  context.optimizer = config && optimizerFromConfig(config).bind(context.trainable, state);
}

function createTrainingContext(
  context: ReplicaContext,
  spec: ModelSpec,
  config: TrainingConfig,
): TrainingReplicaContext {
  const { communicator, model, variables } = context;
  const variablesOf = (role: Role): Variables => {
    const names = new Set(spec.variables.filter((one) => one.role === role).map(({ name }) => name));
    return new Map([...variables].filter(([name]) => names.has(name)));
  };
  const trainable = variablesOf("trainable");
  freezeStatistics(model);
  return {
    ...context,
    trainable,
    moving: variablesOf("moving"),
    syncBatchNorm: config.syncBatchNorm,
    clip: config.clip,
    dropout: seedDropout(model, config.seed, communicator.rank),
    optimizer: config.optimizer && optimizerFromConfig(config.optimizer).bind(trainable),
  };
}
