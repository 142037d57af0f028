import { shown } from "@tensorloom/core/internal";
import { describe, numberOf, type RecordContext } from "./columnValue.ts";
import type { NumberColumn, Policy } from "./columnSpec.ts";
import type { ColumnEncoder, ColumnFitter } from "./columnEncoder.ts";

/** A fitted column of numbers: an element is `(x - center) * factor`, of `log(1 + x)` if `log1p`. */
export interface NumberState {
  readonly kind: "number";
  readonly name: string;
  readonly log1p: boolean;
  readonly center: number;
  readonly factor: number;
  /** What replaces a missing value, after `log1p`. */
  readonly fill: number;
  readonly missing: Policy;
}

/** Learns the statistics of a column of numbers. */
export function fitNumbers(name: string, spec: NumberColumn): ColumnFitter<NumberState> {
  const { log1p = false, scale = "standard", missing = "flag", fill = "mean" } = spec;
  const values: number[] = [];
  const isLearned = typeof scale === "string" || typeof fill === "string";
  return {
    add(place, value) {
      const found = transformed(place, name, value, log1p);
      if (found === undefined && missing === "refuse")
        throw new RangeError(`${describe(place)}: column ${name} is missing`);
      if (found !== undefined && isLearned) values.push(found);
    },
    finish(caller, records) {
      if (isLearned && values.length === 0)
        throw new RangeError(`${caller}: column ${name} has no number in ${String(records)} records`);
      const filled =
        typeof fill === "number" ? logOf(fill, log1p) : fill === "mean" ? meanOf(values) : medianOf(values);
      const scaled = scaling(scale, values);
      if (![filled, scaled.center, scaled.factor].every(Number.isFinite))
        throw new RangeError(
          `${caller}: column ${name} must have a mean and a deviation that are finite; its numbers are too large or too near to one another`,
        );
      return { kind: "number", name, log1p, ...scaled, fill: filled, missing };
    },
  };
}

function scaling(
  scale: "standard" | "minMax" | number,
  values: readonly number[],
): { center: number; factor: number } {
  if (typeof scale === "number") return { center: 0, factor: scale };
  if (scale === "minMax") {
    const least = values.reduce((a, b) => Math.min(a, b));
    const range = values.reduce((a, b) => Math.max(a, b)) - least;
    return { center: least, factor: inverse(range, range === 0) };
  }
  const center = meanOf(values);
  const variance = meanOf(values.map((value) => (value - center) ** 2));
  // A constant column is only centred; rounding may leave a variance (scikit-learn's bound).
  const noise = values.length * Number.EPSILON * variance + (values.length * center * Number.EPSILON) ** 2;
  return { center, factor: inverse(Math.sqrt(variance), variance <= noise && variance < Infinity) };
}

/** The factor for a deviation: 1 for a constant column, and NaN if the deviation is not finite. */
function inverse(deviation: number, isConstant: boolean): number {
  return isConstant ? 1 : Number.isFinite(deviation) ? 1 / deviation : NaN;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}

function logOf(value: number, log1p: boolean): number {
  return log1p ? Math.log1p(value) : value;
}

function transformed(place: RecordContext, name: string, value: unknown, log1p: boolean): number | undefined {
  const found = numberOf(place, name, value);
  if (found === undefined || !log1p) return found;
  if (found > -1) return Math.log1p(found);
  throw new RangeError(`${describe(place)}: column ${name} must be above -1 for log1p, got ${String(found)}`);
}

/** Encodes a column of numbers as one element, and one more if missing values are flagged. */
export function encodeNumbers({ name, log1p, center, factor, fill, missing }: NumberState): ColumnEncoder {
  return {
    names: missing === "flag" ? [name, `${name} missing`] : [name],
    write(place, value, into, at) {
      const found = transformed(place, name, value, log1p);
      if (found === undefined && missing === "refuse")
        throw new RangeError(`${describe(place)}: column ${name} is missing`);
      into[at] = ((found ?? fill) - center) * factor;
      if (!Number.isFinite(into[at]))
        throw new RangeError(
          `${describe(place)}: column ${name} must be a number that float32 can hold when it is scaled, got ${shown(value)}`,
        );
      if (missing === "flag") into[at + 1] = found === undefined ? 1 : 0;
    },
  };
}
