import {
  constant,
  cosine,
  oneCycle,
  rampSustainDecay,
  scale,
  type Schedule,
  warmUp,
} from "@tensorloom/schedules";
import type { Options } from "./cli/options.ts";

/** @inline */
export interface ScheduleOptions extends Pick<Options, "train" | "batch" | "epochs"> {
  /** The schedule's form; default: the notebook's. */
  readonly schedule?: Options["schedule"];
  /** The highest rate; default: the notebook's. */
  readonly rate?: Options["rate"];
  /** Whether the backbone starts from trained weights. */
  readonly pretrained: boolean;
}

/** The share of the notebook's rates for a pretrained backbone: higher rates destroy what it has learnt. */
const FINE_TUNING = 0.03;

/** The notebook's highest rate of one replica. */
const PEAK = 7.5e-5;

/**
 * The learning rate by epoch.
 *
 * By default it is the notebook's `build_lrfn`: from 1e-5 up to 7.5e-5 per replica in 20 epochs, then down to 1e-6 by a factor
 * of 0.8.
 *
 * A replica of the notebook computes 8 images. `head` uses the rate of the notebook's 8 replicas for any batch, which
 * was best in cross-validation. `all` uses one replica per 8 images of the batch, and 0.03 of the rates if the network
 * is pretrained. A run of fewer than 33 epochs rises in its first six tenths. The others have the same highest rate.
 */
export function buildSchedule(options: ScheduleOptions): Schedule {
  const { train, batch, epochs, pretrained, schedule = "notebook" } = options;
  const replicas = train === "head" ? 8 : batch / 8;
  const share = train === "all" && pretrained ? FINE_TUNING : 1;
  const factor = options.rate === undefined ? share : options.rate / (PEAK * replicas);
  const peak = options.rate ?? share * PEAK * replicas;
  switch (schedule) {
    case "notebook": {
      const rate = rampSustainDecay({ replicas, rampEpochs: Math.min(20, Math.ceil(0.6 * epochs)) });
      return factor === 1 ? rate : scale(rate, factor);
    }
    case "cosine": {
      const steps = Math.ceil(epochs / 10);
      const decay = cosine({ start: peak, end: peak / 100, steps: Math.max(1, epochs - steps) });
      return warmUp(decay, { steps, start: peak / 10 });
    }
    case "one-cycle":
      return oneCycle({ peak, steps: Math.max(2, epochs) });
    case "constant":
    case "plateau":
      return constant(peak);
  }
}
