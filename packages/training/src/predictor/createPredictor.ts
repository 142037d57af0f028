import { createReplicatedPredictor } from "#replicas"; // in threads of Node, or Web Workers
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type InputBatch, inputArrays } from "../batch/batch.ts";
import { type ChosenEngine, chooseEngine, chooseForBatch } from "../engine/chooseEngine.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import type { EngineOption } from "../engine/engineOption.ts";
import { emitWarning } from "../options/emitWarning.ts";
import { type ResolvedReplicas, warnOfReplicas } from "../options/replicasOptions.ts";
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

/** Creates the strategy that predicts: with ONNX Runtime, with tfjs on this thread, or on replicas in threads or Web Workers. */
export async function createPredictor(
  caller: string,
  model: LayersModel,
  options: PredictorOptions,
): Promise<Predictor> {
  const { replicas, engine, batches = UNKNOWN_BATCHES, signal, onEngine = () => undefined } = options;
  const total = replicas.count * (replicas.ranks?.size ?? 1);
  const request = { model, replicas: total };
  const chosen = await chooseEngine(caller, engine, request);
  const warning = warnOfReplicas(caller, replicas);
  if (warning !== undefined) emitWarning(warning);
  if (total > 1) {
    const predictor = await createReplicatedPredictor(caller, model, replicas, signal);
    if (chosen !== undefined) onEngine(chosen.choice);
    return predictor;
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
