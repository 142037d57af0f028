import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type InputBatch, inputArrays } from "../batch/batch.ts";
import { type ChosenEngine, chooseEngine, chooseForBatch } from "../engine/chooseEngine.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import type { EngineOption } from "../engine/engineOption.ts";
import { emitWarning } from "../options/emitWarning.ts";
import { describeOversubscription, type ResolvedReplicas } from "../options/replicasOptions.ts";
import { startReplicas } from "../replicas/coordinator.ts";
import { replicatedPredictor } from "../replicas/replicatedTrainer.ts";
import { checkInputs } from "../step/forward.ts";
import { chosenPredictor } from "../strategies/chosenEngine.ts";
import { onnxPredictor } from "../strategies/onnxPredictor.ts";
import { tfjsPredictor } from "../strategies/tfjsEngine.ts";
import type { Predictor } from "../strategies/trainer.ts";

/** Batches of a source that does not say how many it has. */
export const UNKNOWN_BATCHES = 100;

/** How a predictor is chosen. */
export interface PredictorOptions {
  readonly replicas: ResolvedReplicas;
  readonly engine: EngineOption;
  /** Batches that will be predicted. Default: many. */
  readonly batches?: number | undefined;
  readonly onEngine?: ((engine: EngineChoice) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Creates the strategy that predicts: with ONNX Runtime, with tfjs on this thread, or on replicas. */
export async function createPredictor(
  caller: string,
  model: LayersModel,
  options: PredictorOptions,
): Promise<Predictor> {
  const { replicas, engine, batches = UNKNOWN_BATCHES, signal, onEngine = () => undefined } = options;
  const request = { model, replicas: replicas.count };
  const chosen = await chooseEngine(caller, engine, request);
  if (replicas.count > 1) {
    const warning = describeOversubscription(caller, replicas);
    if (warning !== undefined) emitWarning(warning);
    const coordinator = await startReplicas(caller, model, replicas, undefined, signal);
    if (chosen !== undefined) onEngine(chosen.choice);
    return replicatedPredictor(caller, coordinator);
  }
  async function choose(batch: InputBatch): Promise<ChosenEngine> {
    const inputs = inputArrays(caller, batch);
    checkInputs(caller, model, inputs);
    const together = inputs[0].shape[0];
    return chooseForBatch(request, { inputs, together, rows: together * batches });
  }
  return chosenPredictor({
    caller,
    chosen,
    choose,
    createTfjs: () => tfjsPredictor(caller, model),
    createOnnx: (runtime) => onnxPredictor(caller, model, runtime),
    mayFallBack: engine === "auto",
    onChoice: onEngine,
    onWarning: emitWarning,
  });
}
