import { callable, checkOptions, integer, type OptionKinds, shown } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";
import type { Hyperparameters, TrainingRun } from "../callbacks/callback.ts";
import type { EpochEnd } from "../callbacks/events.ts";
import type { PrCurvesOptions } from "./prCurves.ts";

/**
 * Draws images by name: `[height, width, channels]`, or several, `[count, height, width, channels]`.
 *
 * @inline
 */
type DrawImages = (
  at: EpochEnd,
  run: TrainingRun,
) => Readonly<Record<string, NDArray>> | Promise<Readonly<Record<string, NDArray>>>;

/**
 * Options of `tensorBoard`.
 *
 * @inline
 */
export interface TensorBoardOptions {
  /** Steps between scalars of train steps: loss, learning rate, rows per second. Default 1; `Infinity`: none. */
  readonly scalarsEvery?: number | undefined;
  /** Epochs between histograms of the trainable weights. Default `Infinity`: none. */
  readonly weightsEvery?: number | undefined;
  /** Steps between histograms of the gradients, before clipping. Default `Infinity`: none. */
  readonly gradientsEvery?: number | undefined;
  /** Number of rows of each epoch's first training batch to show as images. Default 0. */
  readonly images?: number | undefined;
  /** Returns further images after each epoch, by name. Default: none. */
  readonly draw?: DrawImages | undefined;
  /** Whether to write precision-recall curves of the validation, one per class. Default false. */
  readonly prCurves?: boolean | PrCurvesOptions | undefined;
  /** Hyperparameters to list besides those of the run. Default: none. */
  readonly hyperparameters?: Hyperparameters | undefined;
  /** Returns the time in milliseconds since 1970. Default: the system's. */
  readonly clock?: (() => number) | undefined;
}

const OPTIONS: OptionKinds<TensorBoardOptions> = {
  scalarsEvery: "number",
  weightsEvery: "number",
  gradientsEvery: "number",
  images: "number",
  draw: "function",
  prCurves: "any",
  hyperparameters: "object",
  clock: "function",
};

/** The options, checked and with their defaults. */
export interface ResolvedTensorBoard {
  readonly scalarsEvery: number;
  readonly weightsEvery: number;
  readonly gradientsEvery: number;
  readonly images: number;
  readonly draw: DrawImages | undefined;
  /** `undefined`: no PR curves. */
  readonly prCurves: PrCurvesOptions | undefined;
  readonly hyperparameters: Hyperparameters;
  readonly clock: () => number;
}

const wallTime = (): number => performance.timeOrigin + performance.now();

/** Checks the options of `tensorBoard` and fills in the defaults. */
export function resolveTensorBoard(options: TensorBoardOptions): ResolvedTensorBoard {
  checkOptions("tensorBoard", options, OPTIONS);
  const { scalarsEvery = 1, weightsEvery = Infinity, gradientsEvery = Infinity, images = 0 } = options;
  const { draw, prCurves = false, hyperparameters = {}, clock = wallTime } = options;
  for (const [name, every] of Object.entries({ scalarsEvery, weightsEvery, gradientsEvery }))
    if (every !== Infinity) integer(`tensorBoard: ${name}, if it is not Infinity,`, every, 1);
  integer("tensorBoard: images", images, 0);
  if (draw !== undefined) callable("tensorBoard: draw", draw);
  for (const [name, value] of Object.entries<unknown>(hyperparameters))
    if (!["string", "number", "boolean"].includes(typeof value))
      throw new TypeError(
        `tensorBoard: hyperparameters.${name} must be a text, a number or a boolean, got ${shown(value)}`,
      );
  if (typeof prCurves !== "boolean" && typeof prCurves !== "object")
    throw new TypeError(`tensorBoard: prCurves must be a boolean or an object, got ${shown(prCurves)}`);
  return {
    scalarsEvery,
    weightsEvery,
    gradientsEvery,
    images,
    draw,
    prCurves: prCurves === true ? {} : prCurves === false ? undefined : prCurves,
    hyperparameters,
    clock,
  };
}
