import type { Communicator } from "@tensorloom/distributed";
import { useBackend } from "@tensorloom/backend";
import { allVariables, freezeStatistics, type Variables } from "@tensorloom/graph/internal";
import type { NamedTensorMap } from "@tensorflow/tfjs-core";
import { fuseModel } from "../model/fuseModel.ts";
import type { OptimizerState } from "../optimizers/optimizer.ts";
import { optimizerFromConfig } from "../optimizers/optimizerFromConfig.ts";
import { type AccumulatedGradients, averageGradients } from "../step/averageGradients.ts";
import { seedDropout } from "../step/seededDropout.ts";
import type { LogitsArray } from "../losses/logits.ts";
import type { BatchShard } from "./batchShard.ts";
import { buildFromSpec } from "./buildFromSpec.ts";
import type { ModelSpec, Role } from "./modelSpec.ts";
import type { ReplicaInit, TrainingConfig } from "./replicaCommand.ts";
import type { ReplicaContext, TrainingReplicaContext } from "./replicaContext.ts";
import { type LossAndOutputGradients, trainShard } from "./trainShard.ts";

/** A replica in its thread: a model, and what it remembers between commands. */
export interface Replica {
  readonly context: ReplicaContext;
  /** What it trains with. @throws Error if it only predicts. */
  readonly training: TrainingReplicaContext;
  /** Replaces the communicator. */
  join(communicator: Communicator): void;
  /** Runs the forward and backward pass of a shard, and adds the gradients to those of the step. */
  train(
    shard: BatchShard,
    dropoutStep: number,
    computeLoss?: (logits: LogitsArray) => LossAndOutputGradients,
  ): void;
  /** Returns the gradients of the step, which the caller disposes. */
  takeGradients(): NamedTensorMap;
  /** Replaces the optimizer by one that continues from a state. */
  restoreOptimizer(state: OptimizerState): void;
}

/** How a replica starts in its environment. */
export interface ReplicaPlace {
  /** The folder or address of tfjs's `.wasm` file, if the backend does not find it itself. */
  readonly wasmFolder?: string | undefined;
  /** What to do about a layer class that this thread does not know, as a clause. */
  readonly adviceOnClasses: string;
}

/** Starts the engine of this thread, and builds the model. Its weights are zeros until they arrive. */
export async function buildReplica(
  {
    caller,
    backend,
    kernelThreads,
    activations,
    modelSpec,
    training: config,
  }: Omit<ReplicaInit, "acrossRanks">,
  communicator: Communicator,
  { wasmFolder, adviceOnClasses }: ReplicaPlace,
): Promise<Replica> {
  await useBackend(backend, { wasmFolder, threads: kernelThreads, activations });
  const model = await buildFromSpec(caller, modelSpec, adviceOnClasses);
  const isFused = fuseModel(model, config?.recompute);
  let context: ReplicaContext = { communicator, model, variables: allVariables(model) };
  let trainingContext: TrainingReplicaContext | undefined;
  let accumulated: AccumulatedGradients | undefined;

  function requireTraining(): TrainingReplicaContext {
    if (trainingContext === undefined) throw new Error("this replica only predicts");
    return trainingContext;
  }
  return {
    get context() {
      return context;
    },
    get training() {
      return requireTraining();
    },
    join(other) {
      context = { ...context, communicator: other };
      trainingContext = config && createTrainingContext(context, modelSpec, { ...config, isFused });
    },
    train(shard, dropoutStep, computeLoss) {
      requireTraining().dropout.setStep(dropoutStep);
      accumulated = averageGradients(accumulated, trainShard(requireTraining(), shard, computeLoss));
    },
    takeGradients() {
      const gradients = accumulated?.gradients ?? {};
      accumulated = undefined;
      return gradients;
    },
    restoreOptimizer(state) {
      const own = requireTraining();
      own.optimizer?.dispose();
      own.optimizer = config?.optimizer && optimizerFromConfig(config.optimizer).bind(own.trainable, state);
    },
  };
}

function createTrainingContext(
  context: ReplicaContext,
  spec: ModelSpec,
  config: TrainingConfig & { readonly isFused: boolean },
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
    dropout: seedDropout(model, config.seed, config.isFused ? 0 : communicator.rank),
    optimizer: config.optimizer && optimizerFromConfig(config.optimizer).bind(trainable),
  };
}
