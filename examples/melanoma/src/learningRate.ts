import { rampSustainDecay, type Schedule } from "@tensorloom/schedules";
import type { Options } from "./options.ts";

/**
 * The notebook's schedule by epoch: up from 1e-5 in 20 epochs to 7.5e-5 a replica, then down to 1e-6 by a factor of 0.8.
 *
 * A replica there has 8 images of the batch. `head` takes the 8 replicas that the notebook ran on, whatever the batch:
 * fresh layers bear that rate, and in cross-validation it was best. `all` takes as many as the batch has. A run of fewer
 * than 33 epochs goes up in the first six tenths of it.
 */
export function learningRate({
  train,
  batch,
  epochs,
}: Pick<Options, "train" | "batch" | "epochs">): Schedule {
  const replicas = train === "head" ? 8 : batch / 8;
  return rampSustainDecay({ replicas, rampEpochs: Math.min(20, Math.ceil(0.6 * epochs)) });
}
