import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { schedule, type Schedule } from "../schedule.ts";

/**
 * Options of {@link rampSustainDecay}. The defaults are those of the melanoma notebook.
 *
 * @inline
 */
export interface RampSustainDecayOptions {
  /** The rate at epoch 0; default 1e-5. */
  readonly start?: number | undefined;
  /** The highest rate, for one replica; default 7.5e-5. */
  readonly peak?: number | undefined;
  /** The rate that the decay approaches; default 1e-6. */
  readonly floor?: number | undefined;
  /** Epochs from `start` to the peak; default 20. */
  readonly rampEpochs?: number | undefined;
  /** Epochs at the peak; default 0. */
  readonly sustainEpochs?: number | undefined;
  /** Factor on the height above the floor for each later epoch; default 0.8. */
  readonly decay?: number | undefined;
  /** Number of replicas, a factor on the peak; default 1. */
  readonly replicas?: number | undefined;
}

const OPTIONS: OptionKinds<RampSustainDecayOptions> = {
  start: "number",
  peak: "number",
  floor: "number",
  rampEpochs: "number",
  sustainEpochs: "number",
  decay: "number",
  replicas: "number",
};

/**
 * Creates a schedule of epochs: linear ramp, constant peak, exponential decay.
 *
 * It is known from notebooks that fine-tune on TPUs.
 *
 * With `top = peak * replicas`: `start + (top - start) * epoch / rampEpochs` up to `rampEpochs`; `top` for
 * `sustainEpochs`; then `floor + (top - floor) * decay ** (epoch - rampEpochs - sustainEpochs)`.
 *
 * @throws RangeError if an option is out of range.
 * @see https://www.kaggle.com/code/cdeotte/triple-stratified-kfold-with-tfrecords (Learning Rate Schedule)
 * @example
 * ```ts
 * import { rampSustainDecay } from "@tensorloom/schedules";
 *
 * const schedule = rampSustainDecay({ start: 1, peak: 5, floor: 1, rampEpochs: 2, sustainEpochs: 1, decay: 0.5 });
 * [0, 1, 2, 3, 4, 5].map(schedule); // => [1, 3, 5, 5, 3, 2]
 * ```
 */
export function rampSustainDecay(options: RampSustainDecayOptions = {}): Schedule {
  const {
    start = 1e-5,
    peak = 7.5e-5,
    floor = 1e-6,
    rampEpochs = 20,
    sustainEpochs = 0,
    decay = 0.8,
    replicas = 1,
  } = checkOptions("rampSustainDecay", options, OPTIONS);
  const numbers = { start, peak, floor, rampEpochs, sustainEpochs, decay, replicas };
  for (const [name, value] of Object.entries(numbers)) finite(`rampSustainDecay: ${name}`, value, 0);
  const top = peak * replicas;
  return schedule("rampSustainDecay", options, (epoch) => {
    if (epoch < rampEpochs) return start + ((top - start) * epoch) / rampEpochs;
    const after = epoch - rampEpochs - sustainEpochs;
    return after < 0 ? top : floor + (top - floor) * decay ** after;
  });
}
