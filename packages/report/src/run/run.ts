import type { DataCount } from "./dataCount.ts";
import type { RunPicture } from "./runPicture.ts";
import type { RunPredictions } from "./runPredictions.ts";

/**
 * What a training run leaves to look at: settings, epochs, predictions, pictures.
 *
 * Only the name is required. A report leaves out the sections whose data are missing, and names them.
 *
 * @example
 * ```ts
 * import type { Run } from "@tensorloom/report";
 *
 * const run: Run = {
 *   name: "B0, 256 pixels",
 *   classes: ["benign", "malignant"],
 *   settings: { size: 256, epochs: 2 },
 *   epochs: [{ epoch: 0, loss: 0.5, val_loss: 0.6 }, { epoch: 1, loss: 0.3, val_loss: 0.4 }],
 * };
 * run.epochs?.length; // => 2
 * ```
 */
export interface Run {
  /** What the run is called in tables and legends. */
  readonly name: string;
  /** When it was made: a date and time of ISO 8601. */
  readonly created?: string | undefined;
  /** A sentence or two on what was trained, and on which data. */
  readonly description?: string | undefined;
  /** The names of the classes, in the order of their indices. Default: `"0"`, `"1"`, … */
  readonly classes?: readonly string[] | undefined;
  /** Of two classes, the name of the one that scores are about. Default: the second one. */
  readonly positive?: string | undefined;
  /** The threshold that the run chose, if it did; `Infinity`: no row is positive. A report chooses one otherwise. */
  readonly threshold?: number | undefined;
  /** The column of `predictions.groups` whose rows belong together, such as a patient. Intervals draw them together. */
  readonly unit?: string | undefined;
  /** Settings by name: the flags of a command, or hyperparameters. */
  readonly settings?: Readonly<Record<string, Setting>> | undefined;
  /** Versions by name: of the program, its packages, Node. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
  /** Seconds by stage: reading, training, prediction. */
  readonly seconds?: Readonly<Record<string, number>> | undefined;
  /** How many rows the data have, by split, class and group. */
  readonly data?: readonly DataCount[] | undefined;
  /**
   * The epochs in order, as `metricsLog` and `csvLog` of `@tensorloom/training` write them: `epoch` from 0, `steps`,
   * `seconds` since the start, `loss`, `learningRate`, metrics, and those of the validation with the prefix `val_`.
   */
  readonly epochs?: readonly Readonly<Record<string, number | string | null>>[] | undefined;
  /** The predictions of the validation rows. */
  readonly predictions?: RunPredictions | undefined;
  /** Examples of the data, and the surest mistakes and hits. */
  readonly pictures?: readonly RunPicture[] | undefined;
}

/**
 * The value of a setting.
 *
 * @inline
 */
export type Setting = string | number | boolean | null | readonly (string | number | boolean)[];
