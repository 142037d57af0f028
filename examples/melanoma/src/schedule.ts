import { rampSustainDecay, type Schedule } from "@tensorloom/schedules";
import type { Options } from "./cli/options.ts";

/** @inline */
export interface ScheduleOptions extends Pick<Options, "train" | "batch" | "epochs"> {
  /** Whether the backbone starts from trained weights. */
  readonly pretrained: boolean;
}

/** The share of the notebook's rates for a pretrained backbone: higher rates destroy what it has learnt. */
const FINE_TUNING = 0.03;

/**
 * The notebook's `build_lrfn`, by epoch: from 1e-5 up to 7.5e-5 per replica in 20 epochs, then down to 1e-6 by a factor
 * of 0.8.
 *
 * A replica of the notebook computes 8 images. `head` uses the rate of the notebook's 8 replicas for any batch, which
 * was best in cross-validation. `all` uses one replica per 8 images of the batch, and 0.03 of the rates if the network
 * is pretrained. A run of fewer than 33 epochs rises in its first six tenths.
 */
export function buildSchedule({ train, batch, epochs, pretrained }: ScheduleOptions): Schedule {
  const replicas = train === "head" ? 8 : batch / 8;
  const rate = rampSustainDecay({ replicas, rampEpochs: Math.min(20, Math.ceil(0.6 * epochs)) });
  return train === "all" && pretrained ? (epoch) => FINE_TUNING * rate(epoch) : rate;
}
