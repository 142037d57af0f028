import type { LayersModel } from "@tensorflow/tfjs-layers";
import { emitWarning } from "../options/emitWarning.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { describeOversubscription, type ResolvedReplicas } from "../options/replicasOptions.ts";
import { startReplicas } from "../replicas/coordinator.ts";
import { replicatedPredictor, replicatedTrainer } from "../replicas/replicatedTrainer.ts";
import { singleThreadPredictor, singleThreadTrainer } from "../strategies/singleThreadTrainer.ts";
import type { Predictor, Trainer } from "../strategies/trainer.ts";

/** Creates the strategy that predicts: on this thread, or on replicas. */
export async function createPredictor(
  caller: string,
  model: LayersModel,
  replicas: ResolvedReplicas,
  signal: AbortSignal | undefined,
): Promise<Predictor> {
  if (replicas.count === 1) return singleThreadPredictor(caller, model);
  const warning = describeOversubscription(caller, replicas);
  if (warning !== undefined) emitWarning(warning);
  return replicatedPredictor(caller, await startReplicas(caller, model, replicas, undefined, signal));
}

/** Creates the strategy that trains: on this thread, or on replicas. */
export async function createTrainer(model: LayersModel, options: ResolvedFitOptions): Promise<Trainer> {
  return options.replicas.count === 1
    ? singleThreadTrainer(model, options)
    : replicatedTrainer(model, options);
}
