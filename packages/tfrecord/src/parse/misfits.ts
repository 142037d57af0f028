import type { DType } from "./dtype.ts";
import type { Misfit } from "../wire/exampleError.ts";
import { BYTES_LIST, FLOAT_LIST, INT64_LIST, type FeatureList } from "../example/featureList.ts";

/** Which list of a Feature holds values of a kind. */
export const LIST_OF: Readonly<Record<DType, number>> = {
  int64: INT64_LIST,
  float32: FLOAT_LIST,
  bytes: BYTES_LIST,
  string: BYTES_LIST,
};

const LIST_NAMES = ["nothing", "bytes", "float32", "int64"];

/** A feature that has to be there and is not. */
export function missing(feature: string, dtype: DType): Misfit {
  return { kind: "missing", feature, what: `(data type: ${dtype}) is required but could not be found.` };
}

/** A feature whose list is of another kind. */
export function wrongKind(feature: string, dtype: DType, list: FeatureList): Misfit {
  const what = `(data type: ${dtype}) holds ${LIST_NAMES[list.kind]}: the data types don't match.`;
  return { kind: "kind", feature, what };
}

/** A feature that does not have as many values as its shape takes. */
export function wrongCount(
  feature: string,
  dtype: DType,
  count: number,
  shape: readonly (number | string)[],
  size: number,
): Misfit {
  const what = `(data type: ${dtype}) holds ${String(count)} values, but shape [${shape.join(", ")}] takes ${String(size)}.`;
  return { kind: "count", feature, what };
}

/** A feature whose values point where nothing is. */
export function wrongIndex(feature: string, what: string): Misfit {
  return { kind: "index", feature, what };
}
