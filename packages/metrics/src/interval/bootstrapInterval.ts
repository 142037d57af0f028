import { random, type Random } from "@tensorloom/core";
import { callable, checkOptions, finite, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import { groupRows } from "./groupRows.ts";
import { intervalShares } from "./intervalShares.ts";
import { checkData, type LabelledScores, type Measure, measureRows } from "./rowsOf.ts";
import { quantileOf } from "../numeric/quantile.ts";

/**
 * A metric with its confidence interval.
 *
 * @example
 * ```ts
 * import { bootstrapInterval, type ConfidenceInterval, rocAuc } from "@tensorloom/metrics";
 *
 * const format = ({ value, low, high }: ConfidenceInterval): string =>
 *   `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
 * const data = { labels: [0, 0, 0, 0, 1, 1, 1, 1], scores: [0.1, 0.2, 0.3, 0.6, 0.4, 0.7, 0.8, 0.9] };
 * format(bootstrapInterval(rocAuc, data, { seed: 1, stratify: true })); // => "0.94 (0.75 to 1.00)"
 * ```
 */
export interface ConfidenceInterval {
  /** The metric of all rows. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Number of samples for which the metric is a finite number. */
  readonly samples: number;
}

/**
 * Options of {@link bootstrapInterval}.
 *
 * @inline
 */
export interface BootstrapOptions {
  /** The share of such intervals that contain the true value, between 0 and 1. Default 0.95. */
  readonly level?: number | undefined;
  /** Number of samples, at least 1. Default 1000. */
  readonly samples?: number | undefined;
  /** The seed of the samples, an integer. Default 0. */
  readonly seed?: number | undefined;
  /** Whether each sample has as many rows of each class as the data. Default false. */
  readonly stratify?: boolean | undefined;
  /** One value per row: rows of one group, such as a patient, are drawn together. Default: each row by itself. */
  readonly groups?: ArrayLike<unknown> | undefined;
  /** `"bca"` corrects bias and skewness; it measures once more for each row or group. Default `"percentile"`. */
  readonly method?: "percentile" | "bca" | undefined;
}

const OPTIONS: OptionKinds<BootstrapOptions> = {
  level: "number",
  samples: "number",
  seed: "number",
  stratify: "boolean",
  groups: "object",
  method: "string",
};

/**
 * Estimates the confidence interval of a metric by the bootstrap.
 *
 * It measures samples of the rows, drawn with replacement, and takes quantiles of the results. Samples without a result,
 * such as the AUC of rows of one class, are left out; `stratify` avoids them.
 *
 * @param measure - A metric of this package, or any function of labels, scores and weights.
 * @param data - Labels, scores and weights of all rows.
 * @throws RangeError if the metric of all rows is not finite, no sample has a finite one, `"bca"` has one row or group, or
 * an option is out of range.
 * @see Efron and Tibshirani 1993, An introduction to the bootstrap; SciPy, `scipy.stats.bootstrap`
 * @example
 * ```ts
 * import { bootstrapInterval, classificationReport } from "@tensorloom/metrics";
 *
 * const labels = Array.from({ length: 100 }, (_, row) => Number(row % 5 === 0));
 * const predictions = labels.map((label, row) => (row % 10 === 0 ? 0 : label));
 * const recall = (y: ArrayLike<number>, p: ArrayLike<number>) => classificationReport(y, p).classes[1].recall;
 * const { value, low, high } = bootstrapInterval(recall, { labels, scores: predictions }, { seed: 7 });
 * [value, low < 0.5, high > 0.5]; // => [0.5, true, true]
 * ```
 */
export function bootstrapInterval<S extends Scores>(
  measure: Measure<S, number>,
  data: LabelledScores<S>,
  options: BootstrapOptions = {},
): ConfidenceInterval {
  const {
    level = 0.95,
    samples = 1000,
    seed = 0,
    method = "percentile",
  } = checkOptions("bootstrapInterval", options, OPTIONS);
  callable("bootstrapInterval: measure", measure);
  finite("bootstrapInterval: level", level, Number.MIN_VALUE, 1 - Number.EPSILON);
  integer("bootstrapInterval: samples", samples, 1);
  integer("bootstrapInterval: seed", seed);
  oneOf("bootstrapInterval: method", method, ["percentile", "bca"]);
  const rows = checkData("bootstrapInterval", data);
  const strata = listStrata(data, rows, options);
  if (method === "bca") checkUnits(strata.flat().length, options);
  const value = measureRows(
    measure,
    data,
    Uint32Array.from({ length: rows }, (_, row) => row),
  );
  if (!Number.isFinite(value))
    throw new RangeError(`bootstrapInterval: the metric of all rows must be finite, got ${String(value)}`);
  const found = Float64Array.from({ length: samples }, (_, sample) =>
    measureRows(measure, data, drawRows(strata, random(seed, sample))),
  );
  const sorted = found.filter(Number.isFinite).sort();
  if (sorted.length === 0) throw new RangeError("bootstrapInterval: no sample has a finite metric");
  const leftOut = method === "bca" ? measureWithoutEach(measure, data, strata) : undefined;
  const shares = intervalShares(level, value, sorted, leftOut);
  return {
    value,
    low: quantileOf(sorted, shares[0]),
    high: quantileOf(sorted, shares[1]),
    samples: sorted.length,
  };
}

/** Lists of units that are drawn from one another's place. A unit is a row, or the rows of a group. */
type Strata = readonly (readonly (readonly number[])[])[];

function listStrata(
  { labels }: LabelledScores,
  rows: number,
  { stratify = false, groups }: BootstrapOptions,
): Strata {
  if (groups !== undefined && stratify)
    throw new RangeError("bootstrapInterval: stratify is for rows, and cannot be combined with groups");
  if (groups !== undefined) return [[...groupRows("bootstrapInterval", groups, rows).values()]];
  const alike = stratify ? labels : new Uint8Array(rows);
  return [...groupRows("bootstrapInterval", alike, rows).values()].map((list) => list.map((row) => [row]));
}

/** @throws RangeError if leaving one row or group out leaves none to measure. */
function checkUnits(units: number, { groups }: BootstrapOptions): void {
  if (units > 1) return;
  const [many, one] = groups === undefined ? ["rows", "1 row"] : ["groups", "1 group"];
  throw new RangeError(
    `bootstrapInterval: method "bca" needs at least 2 ${many}, because it leaves out each in turn, got ${one}`,
  );
}

function drawRows(strata: Strata, stream: Random): Uint32Array {
  const drawn: number[] = [];
  for (const units of strata)
    units.forEach(() => {
      for (const row of units[stream.integer(units.length)]) drawn.push(row);
    });
  return new Uint32Array(drawn);
}

/** The metric without each unit (jackknife). */
function measureWithoutEach<S extends Scores>(
  measure: Measure<S, number>,
  data: LabelledScores<S>,
  strata: Strata,
): Float64Array {
  const units = strata.flat();
  return Float64Array.from(units, (left) =>
    measureRows(measure, data, new Uint32Array(units.flatMap((unit) => (unit === left ? [] : unit)))),
  ).filter(Number.isFinite);
}
