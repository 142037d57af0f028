/**
 * A calibration as plain data: it survives `JSON.stringify` and can be saved beside a model.
 *
 * @example
 * ```ts
 * import { calibrate, type Calibration } from "@tensorloom/metrics";
 *
 * const saved = '{"method":"temperature","temperature":2,"fromLogits":true}';
 * const calibration = JSON.parse(saved) as Calibration;
 * [...calibrate(calibration, [0, 4])].map((value) => value.toFixed(3)); // => ["0.500", "0.881"]
 * ```
 */
export type Calibration = TemperatureCalibration | IsotonicCalibration;

/**
 * Logits divided by a temperature.
 *
 * @inline
 */
export interface TemperatureCalibration {
  readonly method: "temperature";
  /** Above 1 makes probabilities less sure, below 1 surer. */
  readonly temperature: number;
  /** Whether it applies to logits, and not to probabilities. */
  readonly fromLogits: boolean;
}

/**
 * A rising line for each class.
 *
 * @inline
 */
interface IsotonicCalibration {
  readonly method: "isotonic";
  /** One line for the positive class, or one per class. */
  readonly lines: readonly IsotonicLine[];
}

/**
 * A rising line through points, with straight parts between them.
 *
 * @inline
 */
export interface IsotonicLine {
  /** Rising scores. */
  readonly scores: readonly number[];
  /** The calibrated probability at each of the scores. */
  readonly probabilities: readonly number[];
}
