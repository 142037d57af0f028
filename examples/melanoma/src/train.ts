import { join } from "node:path";
import { binaryCrossEntropy, earlyStopping, fit, type Callback, type EpochEnd } from "@tensorloom/training";
import { metricsLog, modelCheckpoint, saveModel } from "@tensorloom/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { trainingBatches, validationBatches, type Lessons } from "./batches.ts";
import { epochLines } from "./epochLines.ts";
import type { Io } from "./io.ts";
import { learningRate } from "./learningRate.ts";
import type { Network } from "./network.ts";
import type { Options } from "./options.ts";

/** The epochs that matter in the end. */
export interface Trained {
  /** That of least validation loss. */
  readonly best: EpochEnd;
  /** That whose weights the network has, and whose model is saved. */
  readonly kept: EpochEnd;
}

/**
 * Trains the head on features, or the whole network on images.
 *
 * OUT/model holds the best epoch so far; at the end what `keep` asks for. The last epoch is a good choice where the
 * schedule has come down: a few dozen validation images tell epochs apart by luck (docs/guides/melanoma.md has figures).
 */
export async function train(
  network: Network,
  lessons: { readonly train: Lessons; readonly validation: Lessons },
  options: Options,
  io: Io,
): Promise<Trained> {
  const { batch, seed, epochs, keep, out } = options;
  const folder = join(out, "model");
  const { epochs: done } = await fit(options.train === "head" ? network.head : network.whole, {
    train: trainingBatches(lessons.train, batch, seed),
    validation: validationBatches(lessons.validation, batch),
    epochs,
    stepsPerEpoch: Math.max(1, Math.floor(lessons.train.length / batch)),
    loss: binaryCrossEntropy(),
    schedule: learningRate(options),
    scheduleBy: "epoch",
    seed,
    signal: io.signal,
    callbacks: [
      epochLines(io),
      metricsLog(join(out, "metrics.jsonl"), { clock: () => io.now() }),
      ofModel(network.whole, modelCheckpoint(folder)),
      // Never stops: it puts the best weights back at the end.
      ...(keep === "best" ? [earlyStopping({ patience: Infinity })] : []),
    ],
  });
  const best = done.reduce((least, one) => (one.logs["val_loss"] < least.logs["val_loss"] ? one : least));
  const kept = keep === "best" ? best : done[done.length - 1];
  if (kept !== best) await saveModel(network.whole, folder, { metadata: kept });
  return { best, kept };
}

/** A callback that sees the whole network where the head is trained: their layers are the same. */
function ofModel(model: LayersModel, callback: Callback): Callback {
  return {
    ...callback,
    onEpochEnd: (at, run) => callback.onEpochEnd?.(at, { ...run, model }),
  };
}
