import type { LayersModel } from "@tensorflow/tfjs-layers";
import { emitWarning } from "../options/emitWarning.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { describeOversubscription, type ResolvedReplicas } from "../options/replicasOptions.ts";
import { startReplicas } from "../replicas/coordinator.ts";
import { replicatedPredictor, replicatedTrainer } from "../replicas/replicatedTrainer.ts";
import { localTrainer } from "../strategies/localTrainer.ts";
import { tfjsEngine, tfjsPredictor } from "../strategies/tfjsEngine.ts";
import type { Predictor, Trainer } from "../strategies/trainer.ts";

/** Creates the strategy that predicts: on this thread, or on replicas. */
export async function createPredictor(
  caller: string,
  model: LayersModel,
  replicas: ResolvedReplicas,
  signal: AbortSignal | undefined,
): Promise<Predictor> {
  if (replicas.count === 1) return tfjsPredictor(caller, model);
  const warning = describeOversubscription(caller, replicas);
  if (warning !== undefined) emitWarning(warning);
  return replicatedPredictor(caller, await startReplicas(caller, model, replicas, undefined, signal));
}

/** Creates the strategy that trains: on this thread, or on replicas. */
export async function createTrainer(model: LayersModel, options: ResolvedFitOptions): Promise<Trainer> {
  return options.replicas.count === 1
    ? localTrainer(model, options, (variables) => tfjsEngine(model, variables, options.loss))
    : replicatedTrainer(model, options);
}
