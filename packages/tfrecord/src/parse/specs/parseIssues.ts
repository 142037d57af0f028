import type { DType } from "./dtype.ts";
import type { ParseIssue } from "../../wire/exampleError.ts";
import { BYTES_LIST, FLOAT_LIST, INT64_LIST, type FeatureReader } from "../../example/featureReader.ts";

/** Which list of a Feature holds values of a kind. */
export const LIST_KIND_OF: Readonly<Record<DType, number>> = {
  int64: INT64_LIST,
  float32: FLOAT_LIST,
  bytes: BYTES_LIST,
  string: BYTES_LIST,
};

const LIST_NAMES = ["nothing", "bytes", "float32", "int64"];

/** A feature that has to be there and is not. */
export function missingFeature(feature: string, dtype: DType): ParseIssue {
  return { kind: "missing", feature, message: `(data type: ${dtype}) is required but could not be found.` };
}

/** A feature whose list is of another kind. */
export function wrongKind(feature: string, dtype: DType, list: FeatureReader): ParseIssue {
  const message = `(data type: ${dtype}) holds ${LIST_NAMES[list.kind]}: the data types don't match.`;
  return { kind: "kind", feature, message };
}

/** A feature that does not have as many values as its shape takes. */
export function wrongCount(
  feature: string,
  dtype: DType,
  count: number,
  shape: readonly (number | string)[],
  size: number,
): ParseIssue {
  const message = `(data type: ${dtype}) holds ${String(count)} values, but shape [${shape.join(", ")}] takes ${String(size)}.`;
  return { kind: "count", feature, message };
}

/** A feature whose values point where nothing is. */
export function wrongIndex(feature: string, message: string): ParseIssue {
  return { kind: "index", feature, message };
}
