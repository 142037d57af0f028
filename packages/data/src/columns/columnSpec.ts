import {
  checkOptions,
  finite,
  integer,
  isObject,
  oneOf,
  type OptionKinds,
  shown,
} from "@tensorloom/core/internal";

/**
 * A value of a column of categories.
 *
 * @inline
 */
export type Category = string | number | boolean;

/**
 * What happens to a missing or an unknown value: an element of its own that is 1, nothing, or an error.
 *
 * @inline
 */
export type Policy = "flag" | "ignore" | "refuse";

/**
 * A column of numbers.
 *
 * @inline
 */
export interface NumberColumn {
  readonly kind: "number";
  /** Whether to take `log(1 + x)` first, as for counts and file sizes; default false. */
  readonly log1p?: boolean | undefined;
  /**
   * `"standard"` (the default) subtracts the mean and divides by the standard deviation, `"minMax"` maps the smallest
   * value to 0 and the largest to 1, and a number is a fixed factor: `1 / 90`.
   */
  readonly scale?: "standard" | "minMax" | number | undefined;
  /** A missing value: `"flag"` (the default) adds an element that is 1, `"ignore"` only fills in, `"refuse"` throws. */
  readonly missing?: Policy | undefined;
  /** What replaces a missing value: `"mean"` (the default) or `"median"` of the records, or a number before `log1p` and `scale`. */
  readonly fill?: "mean" | "median" | number | undefined;
}

/**
 * A column of categories, encoded as one element per category (one-hot).
 *
 * @inline
 */
export interface CategoryColumn {
  readonly kind: "category";
  /** The categories in the order of their elements; default: those of the records, sorted. */
  readonly categories?: readonly Category[] | undefined;
  /** Categories of the records that occur less often count as unknown; default 1. */
  readonly minCount?: number | undefined;
  /** A missing value: `"flag"` (the default) adds an element that is 1, `"ignore"` writes zeros, `"refuse"` throws. */
  readonly missing?: Policy | undefined;
  /** A value outside the categories: `"ignore"` (the default) writes zeros, `"flag"` adds an element, `"refuse"` throws. */
  readonly unknown?: Policy | undefined;
}

/**
 * How a column of records becomes numbers.
 *
 * @example
 * ```ts
 * import { type ColumnSpec, fitColumns } from "@tensorloom/data";
 *
 * const age: ColumnSpec = { kind: "number", scale: 1 / 90, fill: 0 };
 * const columns = await fitColumns([{ age: 45 }], { age });
 * columns.encode({ age: undefined }); // => Float32Array.of(0, 1)
 * ```
 */
export type ColumnSpec = NumberColumn | CategoryColumn;

const POLICIES = ["flag", "ignore", "refuse"] as const;

const NUMBER: OptionKinds<NumberColumn> = {
  kind: "string",
  log1p: "boolean",
  scale: "any",
  missing: "string",
  fill: "any",
};
const CATEGORY: OptionKinds<CategoryColumn> = {
  kind: "string",
  categories: "any",
  minCount: "number",
  missing: "string",
  unknown: "string",
};

/**
 * Checks how a column is to be encoded.
 *
 * @throws TypeError or RangeError that names the column and the option.
 */
export function checkColumnSpec(place: string, spec: ColumnSpec): ColumnSpec {
  const value: unknown = spec;
  if (!isObject(value))
    throw new TypeError(`${place} must be { kind: "number" } or { kind: "category" }, got ${shown(value)}`);
  oneOf(`${place}: kind`, spec.kind, ["number", "category"]);
  if (spec.kind === "number") checkNumber(place, spec);
  else checkCategory(place, spec);
  return spec;
}

function checkNumber(place: string, spec: NumberColumn): void {
  const {
    log1p = false,
    scale = "standard",
    missing = "flag",
    fill = "mean",
  } = checkOptions(place, spec, NUMBER);
  if (typeof scale === "number") finite(`${place}: scale`, scale);
  else oneOf(`${place}: scale`, scale, ["standard", "minMax"]);
  oneOf(`${place}: missing`, missing, POLICIES);
  if (typeof fill === "number") finite(`${place}: fill`, fill, log1p ? Number.EPSILON - 1 : undefined);
  else oneOf(`${place}: fill`, fill, ["mean", "median"]);
}

function checkCategory(place: string, spec: CategoryColumn): void {
  const {
    categories,
    minCount = 1,
    missing = "flag",
    unknown = "ignore",
  } = checkOptions(place, spec, CATEGORY);
  integer(`${place}: minCount`, minCount, 1);
  oneOf(`${place}: missing`, missing, POLICIES);
  oneOf(`${place}: unknown`, unknown, POLICIES);
  if (categories !== undefined) checkCategories(`${place}: categories`, categories);
}

/** @throws TypeError or RangeError if a value is not a list of different categories. */
export function checkCategories(place: string, value: unknown): readonly Category[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new TypeError(`${place} must be a list of texts, numbers or booleans, got ${shown(value)}`);
  for (const [at, category] of value.entries()) {
    if (!isCategory(category))
      throw new TypeError(
        `${place}[${String(at)}] must be a text, a number or a boolean, got ${shown(category)}`,
      );
    if (value.indexOf(category) < at) throw new RangeError(`${place} names ${shown(category)} twice`);
  }
  return value as readonly Category[]; // each has been checked
}

/** Whether a value is a category: not empty, and no infinity or NaN. */
export function isCategory(value: unknown): value is Category {
  return (
    (typeof value === "string" && value !== "") ||
    (typeof value === "number" && Number.isFinite(value)) || // JSON has no infinities
    typeof value === "boolean"
  );
}
