import { cosine } from "@tensorloom/schedules";
import { adam, fit, sparseCategoricalCrossEntropy } from "@tensorloom/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Engine } from "../../messages/engines.ts";
import type { WorkerEvent } from "../../messages/events.ts";
import type { EpochPoint, RunResult } from "../../messages/results.ts";
import type { TrainSettings } from "../../messages/settings.ts";
import { augmentationOf } from "../augment/augmentationOf.ts";
import { replicasFor } from "../engine/replicasFor.ts";
import { buildNetwork } from "../network/buildNetwork.ts";
import { readPretrained } from "../network/readPretrained.ts";
import type { PictureStore } from "../pictures/pictureStore.ts";
import { checkpointFolder } from "../session/savedRun.ts";
import { decodeSamples } from "./decodeSamples.ts";
import type { Gate } from "./gate.ts";
import { measure } from "./measure.ts";
import { type Sample, trainBatches, validationBatches } from "./pictureBatches.ts";
import { throttle } from "./progressOf.ts";
import { reportTo } from "./reportTo.ts";
import { planStages, type Stage } from "./stages.ts";

/** What a run needs besides its settings. */
export interface RunContext {
  readonly store: PictureStore;
  readonly engine: Engine;
  readonly gate: Gate;
  readonly report: (event: WorkerEvent) => void;
  readonly clock: () => number;
  /** Whether checkpoints are written, from which a later visit continues. */
  readonly kept: boolean;
  /** Whether this run continues from them. */
  readonly resume: boolean;
}

/** A trained network. */
export interface TrainedRun {
  readonly model: LayersModel;
  readonly settings: TrainSettings;
  readonly samples: readonly Sample[];
  readonly result: RunResult;
}

/** Trains stage by stage, then measures the held-out pictures. */
export async function trainRun(settings: TrainSettings, context: RunContext): Promise<TrainedRun> {
  const { store, gate, report, clock } = context;
  const labels = store.classes;
  if (labels.length < 2) throw new Error("Add pictures of at least two classes first.");
  const stages = planStages(settings);
  report({
    kind: "stages",
    stages: stages.map(({ name, epochs }) => ({ name, epochs })),
    kept: context.kept,
    replicas: replicasFor(settings, context.engine.replicas),
  });
  const progress = throttle((value) => report({ kind: "progress", progress: value }), clock);
  const weights = await readPretrained(settings, {
    signal: gate.signal,
    onBytes: (done, total) => progress({ task: "Downloading weights", done, total }),
  });
  const samples = await decodeSamples(store.pictures, settings.size, {
    signal: gate.signal,
    onProgress: (done, total) => progress({ task: "Reading pictures", done, total }),
  });
  const parts = store.split();
  const part = (ids: readonly number[]): readonly Sample[] => ids.map((id) => samples[id]);
  const model = buildNetwork(settings, labels.length, weights);
  const epochs: EpochPoint[] = [];
  try {
    for (const [at, stage] of stages.entries()) {
      if (gate.signal.aborted) break;
      stage.prepare(model);
      const data = { train: part(parts.train), validation: part(parts.validation) };
      await trainStage(model, settings, stage, { at, data, epochs, context });
    }
  } catch (error) {
    if (!gate.signal.aborted) {
      model.dispose();
      throw error;
    }
  }
  const nameOf = (id: number): string => store.pictures[id].path;
  const measured = await measure(model, part(parts.validation), {
    labels,
    batchSize: settings.batchSize,
    nameOf,
  });
  const result = {
    ...measured,
    labels,
    epochs,
    stopped: gate.signal.aborted,
    parameters: model.countParams(),
  };
  return { model, settings, samples, result };
}

interface StageRun {
  readonly at: number;
  readonly data: { readonly train: readonly Sample[]; readonly validation: readonly Sample[] };
  /** The list that epochs are added to. */
  readonly epochs: EpochPoint[];
  readonly context: RunContext;
}

async function trainStage(
  model: LayersModel,
  settings: TrainSettings,
  stage: Stage,
  { at, data, epochs, context }: StageRun,
): Promise<void> {
  const { batchSize, seed, augmentations, size } = settings;
  const { engine, gate, kept, resume } = context;
  const augment = augmentationOf(augmentations, size);
  const steps = Math.ceil(data.train.length / batchSize);
  const reporter = reportTo({ at, stage, steps, ...context });
  try {
    await fit(model, {
      train: trainBatches(data.train, { seed: seed + at, batchSize, augment }),
      validation: validationBatches(data.validation, batchSize),
      epochs: stage.epochs,
      loss: sparseCategoricalCrossEntropy(),
      optimizer: adam(),
      schedule: cosine({ start: stage.learningRate, steps: steps * stage.epochs }),
      metrics: ["accuracy"],
      callbacks: [reporter],
      engine: "tfjs",
      replicas: replicasFor(settings, engine.replicas),
      seed,
      signal: gate.signal,
      ...(kept
        ? { checkpoint: { folder: checkpointFolder(at), every: { epochs: 1, seconds: 20 } }, resume }
        : {}),
    });
  } finally {
    epochs.push(...reporter.epochs);
  }
}
