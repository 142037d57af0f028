import { rampSustainDecay, type Schedule } from "@tensorloom/schedules";
import type { Options } from "./cli/options.ts";

/** How an epoch's rate is found. */
export interface RateOptions extends Pick<Options, "train" | "batch" | "epochs"> {
  /** Whether the backbone has been trained before. */
  readonly pretrained: boolean;
}

/** What a backbone that has been trained before bears of the notebook's rates: more undoes what it knows. */
const FINE = 0.03;

/**
 * The notebook's schedule by epoch: up from 1e-5 in 20 epochs to 7.5e-5 a replica, then down to 1e-6 by a factor of 0.8.
 *
 * A replica there has 8 images of the batch. `head` takes the 8 replicas that the notebook ran on, whatever the batch:
 * fresh layers bear that rate, and in cross-validation it was best. `all` takes as many as the batch has, and of a
 * pretrained network 0.03 of the rates. A run of fewer than 33 epochs goes up in the first six tenths of it.
 */
export function learningRate({ train, batch, epochs, pretrained }: RateOptions): Schedule {
  const replicas = train === "head" ? 8 : batch / 8;
  const rate = rampSustainDecay({ replicas, rampEpochs: Math.min(20, Math.ceil(0.6 * epochs)) });
  return train === "all" && pretrained ? (epoch) => FINE * rate(epoch) : rate;
}
