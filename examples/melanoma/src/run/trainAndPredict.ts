import { useBackend } from "@tensorloom/backend";
import { loadPretrained } from "../backbone/loadPretrained.ts";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";
import { progressBar } from "../cli/progressBar.ts";
import type { Stopwatch } from "../cli/stopwatch.ts";
import { countRecords, openFiles } from "../files/openFiles.ts";
import type { PreparedFiles } from "../files/prepareFiles.ts";
import { buildModel } from "../model.ts";
import { testDataset } from "../pipeline.ts";
import { predictScores } from "../predict.ts";
import { chooseEngine } from "../resources/engine.ts";
import { memoryOptions, planPredictionBatch } from "../resources/memory.ts";
import { withOptimizedCopy } from "../resources/optimizedCopy.ts";
import { chooseReplicas } from "../resources/replicas.ts";
import { planStages } from "../stages.ts";
import { weighClasses } from "../classWeights.ts";
import { viewsOf } from "../views.ts";
import { extractHeadFeatures, planFeatures } from "./headFeatures.ts";
import { stageData } from "./stageData.ts";
import { trainStages, type TrainingResult } from "./trainStages.ts";

/** The outcome of training, and the kept model's scores. */
export interface TrainedScores extends TrainingResult {
  /** The probability of malignancy of each test image, by name. */
  readonly scores: ReadonlyMap<string, number>;
}

/**
 * Does everything that needs tensors: loads the backend, trains, predicts. No other part of the command loads tfjs.
 *
 * @param onTrain - Called when everything is loaded and training begins.
 */
export async function trainAndPredict(
  prepared: PreparedFiles,
  options: Options,
  io: CommandIO,
  stopwatch: Stopwatch,
  onTrain: () => Promise<void>,
): Promise<TrainedScores> {
  const { size, seed, out } = options;
  const backend = await useBackend(options.backend);
  const model = buildModel(options);
  const { name, label, reason } = await chooseEngine(
    model.backbone,
    planFeatures(prepared, options),
    options,
  );
  const replicas = chooseReplicas(options, backend.name, name);
  const threads = replicas > 1 ? `; ${String(replicas)} threads share a batch` : "";
  io.stdout.write(`backend     ${backend.reason}${threads}\nengine      ${label}: ${reason}\n`);
  const engine = name === "tfjs" ? name : options.engine;
  const memory = memoryOptions(options);
  const files = await openFiles(prepared);
  try {
    await loadPretrained(model.backbone, options, io);
    stopwatch.lap("loading");

    const stages = planStages(options);
    const needsFeatures = stages.some(({ trains }) => trains === "head");
    const compute = { backend: backend.name, replicas, engine };
    const features = needsFeatures
      ? await extractHeadFeatures(model, files, options, compute, io)
      : undefined;
    stopwatch.lap(needsFeatures ? "features" : "opening");

    await onTrain();
    const dataOf = (stage: (typeof stages)[number]) => stageData(stage, features, files, options);
    const recipe = {
      recipe: options,
      checkpoints: options,
      classWeights: weighClasses(options, prepared.train),
    };
    const training = { memory, replicas, engine, ...recipe, dataOf, seed, out };
    const result = await trainStages(model, stages, training, io);
    stopwatch.lap("training");

    const bar = progressBar(io, "predicting", countRecords(files.test));
    const batch = planPredictionBatch(model.whole, options.batch, replicas, backend.name);
    const onProgress = (done: number): void => bar.update(done);
    const scores = await withOptimizedCopy(model.whole, (copy) =>
      predictScores(copy, testDataset(files.test, { size, batch }), {
        replicas,
        engine,
        augmentations: viewsOf(options.tta),
        onProgress,
        signal: io.signal,
      }),
    );
    bar.clear();
    stopwatch.lap("predicting");
    return { ...result, scores };
  } finally {
    await files.close();
    model.dispose();
    backend.dispose();
  }
}
