import { replicatedTrainer } from "#replicas"; // in threads of Node, or Web Workers
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Variables } from "@tensorloom/graph/internal";
import { type InputBatch, inputArrays } from "../batch/batch.ts";
import { type ChosenEngine, chooseEngine, chooseForBatch } from "../engine/chooseEngine.ts";
import { type EngineChoice, tfjsChoice } from "../engine/engineChoice.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { usesBatchStatistics } from "../memory/planPasses.ts";
import { checkInputs } from "../step/forward.ts";
import { chosenEngine } from "../strategies/chosenEngine.ts";
import { localTrainer } from "../strategies/localTrainer.ts";
import { onnxEngine } from "../strategies/onnxEngine.ts";
import { tfjsEngine } from "../strategies/tfjsEngine.ts";
import type { ChosenStepEngine, Trainer, TrainerState } from "../strategies/trainer.ts";
import { UNKNOWN_BATCHES } from "../predictor/createPredictor.ts";

/** Fewer rows have noisy statistics for batch normalisation: then tfjs, which needs less memory, computes the step. */
const MIN_NORMALIZED_ROWS = 8;

/**
 * Creates the strategy that trains: with ONNX Runtime, with tfjs on this thread, or on replicas.
 *
 * @param saved - Continues exactly from the state of an earlier trainer.
 */
export async function createTrainer(
  model: LayersModel,
  options: ResolvedFitOptions,
  onChoice: (choice: EngineChoice) => void,
  saved?: TrainerState,
): Promise<Trainer> {
  const { engine, loss, microBatch, onWarning, optimizerSlots, memory } = options;
  const recompute = options.recomputesAsNeeded ? undefined : options.recompute;
  const { count, ranks } = options.replicas;
  const replicas = count * (ranks?.size ?? 1);
  const request = { model, replicas, recompute, loss };
  const chosen = await chooseEngine("fit", engine, request);
  if (replicas > 1) {
    const choice = chosen?.choice ?? tfjsChoice(`replicas are ${String(replicas)}`);
    const trainer = await replicatedTrainer(model, options, saved);
    onChoice(choice);
    return { ...trainer, prepare: () => Promise.resolve(choice) };
  }
  const batches = countBatches(options);
  async function choose(batch: InputBatch): Promise<ChosenEngine> {
    const inputs = inputArrays("fit", batch);
    checkInputs("fit", model, inputs);
    const [rows] = inputs[0].shape;
    const least = usesBatchStatistics(model) ? MIN_NORMALIZED_ROWS : 1;
    const together = Math.min(rows, microBatch === "auto" ? least : microBatch);
    const { maxMemory } = memory;
    return chooseForBatch(request, { inputs, together, rows: rows * batches, optimizerSlots, maxMemory });
  }
  const createEngine = (variables: Variables): ChosenStepEngine =>
    chosenEngine({
      caller: "fit",
      chosen,
      choose,
      createTfjs: () => tfjsEngine(model, variables, loss),
      createOnnx: (runtime) => onnxEngine(model, runtime, loss),
      mayFallBack: engine === "auto",
      isHandled: ({ failure }, batch) => failure === "memory" && microBatch === "auto" && rowsOf(batch) > 1,
      onChoice,
      onWarning,
    });
  return localTrainer(model, options, createEngine, saved);
}

/** The batches of a whole run. */
function countBatches({ stepsPerEpoch, accumulate, train, epochs }: ResolvedFitOptions): number {
  const perEpoch = stepsPerEpoch === undefined ? train.size : stepsPerEpoch * accumulate;
  return (perEpoch ?? UNKNOWN_BATCHES) * epochs;
}

function rowsOf(batch: InputBatch): number {
  return inputArrays("fit", batch)[0].shape[0];
}
