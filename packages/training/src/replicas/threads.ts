import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { ResolvedReplicas } from "../options/replicasOptions.ts";
import type { Predictor } from "../strategies/trainer.ts";
import { startReplicas } from "./coordinator.ts";
import { replicatedPredictor } from "./replicatedTrainer.ts";

/** Replicas in Node, in threads: what a browser has in `workers/webWorkers.ts`. */
export { replicatedTrainer } from "./replicatedTrainer.ts";

/** Starts replicas that predict. */
export async function createReplicatedPredictor(
  caller: string,
  model: LayersModel,
  replicas: ResolvedReplicas,
  signal: AbortSignal | undefined,
): Promise<Predictor> {
  return replicatedPredictor(caller, await startReplicas(caller, model, replicas, undefined, signal));
}
