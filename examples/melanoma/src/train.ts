import { join } from "node:path";
import { binaryCrossEntropy, earlyStopping, fit, type Callback, type EpochEnd } from "@tensorloom/training";
import { metricsLog, modelCheckpoint } from "@tensorloom/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { trainingBatches, validationBatches, type Lessons } from "./batches.ts";
import { epochLines } from "./epochLines.ts";
import type { Io } from "./io.ts";
import { learningRate } from "./learningRate.ts";
import type { Network } from "./network.ts";
import type { Options } from "./options.ts";

/**
 * Trains the head on features, or the whole network on images; leaves it with the weights of its best epoch by
 * validation loss, which are saved as they are found.
 *
 * @returns The best epoch.
 */
export async function train(
  network: Network,
  lessons: { readonly train: Lessons; readonly validation: Lessons },
  options: Options,
  io: Io,
): Promise<EpochEnd> {
  const { batch, seed, epochs, out } = options;
  const history = await fit(options.train === "head" ? network.head : network.whole, {
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
      ofModel(network.whole, modelCheckpoint(join(out, "model"))),
      earlyStopping({ patience: Infinity }), // never stops: puts the best weights back at the end
    ],
  });
  return history.epochs.reduce((best, one) => (one.logs["val_loss"] < best.logs["val_loss"] ? one : best));
}

/** A callback that sees the whole network where the head is trained: their layers are the same. */
function ofModel(model: LayersModel, callback: Callback): Callback {
  return {
    ...callback,
    onEpochEnd: (at, run) => callback.onEpochEnd?.(at, { ...run, stop: (reason) => run.stop(reason), model }),
  };
}
