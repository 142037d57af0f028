import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { StepEnd } from "../callbacks/events.ts";
import { checkModel } from "../model/checkModel.ts";
import { takeWeightsSnapshot, type WeightsSnapshot } from "../model/weightsSnapshot.ts";
import { NonFiniteError } from "../nonFinite/nonFiniteError.ts";
import { FIT_OPTIONS, type FitOptions } from "../options/fitOptions.ts";
import { fit } from "../trainer/fit.ts";
import { drawRates } from "./drawRates.ts";
import { steepestRate, type RatePoint } from "./steepestRate.ts";

/** The options of `fit` that a test of rates uses. */
type SharedOptions = Pick<
  FitOptions,
  | "train"
  | "loss"
  | "engine"
  | "optimizer"
  | "layerRates"
  | "classWeights"
  | "accumulate"
  | "microBatch"
  | "clip"
  | "seed"
  | "replicas"
  | "recompute"
  | "onWarning"
  | "signal"
>;

/**
 * Options of {@link findLearningRate}: those of `fit` that decide a step, and the range of rates.
 *
 * @inline
 */
export interface FindLearningRateOptions extends SharedOptions {
  /** The first rate, above 0. Default 1e-7. */
  readonly start?: number | undefined;
  /** The last rate, above `start`. Default 10. */
  readonly end?: number | undefined;
  /** Number of steps, at least 2. Default 100. */
  readonly steps?: number | undefined;
  /** How much of the loss's running mean stays at each step, from 0 to below 1. Default 0.9. */
  readonly smoothing?: number | undefined;
  /** Ends the test if the smoothed loss exceeds its minimum by this factor, above 1. Default 4. */
  readonly divergence?: number | undefined;
}

/**
 * The losses of a test of learning rates.
 *
 * @example
 * ```ts
 * import type { LearningRateCurve } from "@tensorloom/training";
 *
 * const best = ({ points }: LearningRateCurve): number => Math.min(...points.map(({ smoothedLoss }) => smoothedLoss));
 * best({ points: [{ learningRate: 1e-3, loss: 0.7, smoothedLoss: 0.7 }], suggested: undefined, plot: () => "" }); // => 0.7
 * ```
 */
export interface LearningRateCurve {
  /** The rate, the loss before the step with it, and the loss's running mean. */
  readonly points: readonly RatePoint[];
  /** The rate at which the loss falls fastest; undefined if it never falls. */
  readonly suggested: number | undefined;
  /** Draws the smoothed loss over the rate as an SVG picture; a line marks the suggestion. */
  readonly plot: () => string;
}

const OPTIONS: OptionKinds<FindLearningRateOptions> = {
  train: FIT_OPTIONS.train,
  loss: FIT_OPTIONS.loss,
  engine: FIT_OPTIONS.engine,
  optimizer: FIT_OPTIONS.optimizer,
  layerRates: FIT_OPTIONS.layerRates,
  classWeights: FIT_OPTIONS.classWeights,
  accumulate: FIT_OPTIONS.accumulate,
  microBatch: FIT_OPTIONS.microBatch,
  clip: FIT_OPTIONS.clip,
  seed: FIT_OPTIONS.seed,
  replicas: FIT_OPTIONS.replicas,
  recompute: FIT_OPTIONS.recompute,
  onWarning: FIT_OPTIONS.onWarning,
  signal: FIT_OPTIONS.signal,
  start: "number",
  end: "number",
  steps: "number",
  smoothing: "number",
  divergence: "number",
};

/**
 * Finds a learning rate: trains with rates that grow from step to step.
 *
 * Rates grow by the same factor each step, until the loss diverges. Then the model has its weights and moving statistics
 * again; the optimizer's state, the random streams and the dataset's position are those of the test alone. The
 * suggestion is the rate at which the smoothed loss falls fastest per factor of the rate, before its minimum.
 *
 * @throws RangeError if an option is out of its range; what `fit` throws, except that a loss that is NaN ends the test.
 * @see Smith 2015, arXiv:1506.01186, section 3.3
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { findLearningRate, meanSquaredError, sgd } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })] });
 * const batch = {
 *   inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
 *   targets: { data: Float32Array.of(-4, -2, 2, 4), shape: [4] },
 * };
 * const { suggested = 0, plot } = await findLearningRate(model, {
 *   train: fromArray([batch]),
 *   loss: meanSquaredError(),
 *   optimizer: sgd(),
 *   start: 1e-4,
 * });
 * [suggested > 0.001 && suggested < 0.5, plot().startsWith("<svg ")]; // => [true, true]
 * ```
 */
export async function findLearningRate(
  model: LayersModel,
  options: FindLearningRateOptions,
): Promise<LearningRateCurve> {
  checkModel("findLearningRate", model);
  checkOptions("findLearningRate", options, OPTIONS);
  const { start = 1e-7, end = 10, steps = 100, smoothing = 0.9, divergence = 4, ...shared } = options;
  finite("findLearningRate: start", start, Number.MIN_VALUE);
  finite("findLearningRate: end", end, start);
  integer("findLearningRate: steps", steps, 2);
  finite("findLearningRate: smoothing", smoothing, 0, 1 - Number.EPSILON);
  finite("findLearningRate: divergence", divergence, 1);
  let snapshot: WeightsSnapshot | undefined; // only of a model that no other run trains
  const points: RatePoint[] = [];
  const diverged = new AbortController();
  const reason = new Error("the loss diverged");
  let [mean, least] = [0, Infinity];
  function onStepEnd({ learningRate, loss }: StepEnd): void {
    mean = smoothing * mean + (1 - smoothing) * loss;
    const smoothedLoss = mean / (1 - smoothing ** (points.length + 1));
    points.push({ learningRate, loss, smoothedLoss });
    least = Math.min(least, smoothedLoss);
    if (smoothedLoss > divergence * Math.abs(least)) diverged.abort(reason);
  }
  try {
    await fit(model, {
      ...shared,
      signal: AbortSignal.any([diverged.signal, ...(shared.signal === undefined ? [] : [shared.signal])]),
      epochs: 1,
      stepsPerEpoch: steps,
      metrics: [],
      schedule: (step) => start * (end / start) ** (step / (steps - 1)),
      callbacks: [
        {
          everyRank: true,
          async onBegin() {
            snapshot = await takeWeightsSnapshot(model);
          },
          onStepEnd,
        },
      ],
    });
  } catch (error) {
    // other ranks throw a copy of the reason
    const hasDiverged = diverged.signal.aborted && (error as Error | undefined)?.message === reason.message;
    if (!hasDiverged && !(error instanceof NonFiniteError && points.length > 0)) throw error;
  } finally {
    snapshot?.restore();
  }
  const suggested = steepestRate(points);
  return { points, suggested, plot: () => drawRates(points, suggested) };
}
