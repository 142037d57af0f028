import type { DType, Int64As, ValuesOf } from "./dtype.ts";
import { ExampleError, type Misfit } from "./exampleError.ts";
import { exact } from "./feature.ts";
import { BYTES_LIST, FLOAT_LIST, INT64_LIST, textOf, type FeatureList } from "./featureList.ts";
import type { DefaultValue } from "./fixedLength.ts";

/** Which list of a Feature holds values of a kind. */
export const LIST_OF: Readonly<Record<DType, number>> = {
  int64: INT64_LIST,
  float32: FLOAT_LIST,
  bytes: BYTES_LIST,
  string: BYTES_LIST,
};

const LIST_NAMES = ["nothing", "bytes", "float32", "int64"];

/** Values of any kind. */
export type AnyValues = ValuesOf<DType, Int64As>;

/** The sentence for a feature whose list is of another kind; `undefined` where it is of the right one. */
export function kindMisfit(feature: string, list: FeatureList, dtype: DType): Misfit | undefined {
  if (list.kind === LIST_OF[dtype]) return undefined;
  const what = `(data type: ${dtype}) holds ${LIST_NAMES[list.kind]}: the data types don't match.`;
  return { kind: "kind", feature, what };
}

/** The sentence for a feature that has to be there and is not. */
export function missingMisfit(feature: string, dtype: DType): Misfit {
  return { kind: "missing", feature, what: `(data type: ${dtype}) is required but could not be found.` };
}

/** All values of a list of the right kind. */
export function valuesOf(feature: string, list: FeatureList, dtype: DType, as: Int64As): AnyValues {
  switch (dtype) {
    case "bytes":
      return list.byteStrings();
    case "string":
      return list.byteStrings().map((one) => textOf(one, feature));
    case "float32": {
      const values = new Float32Array(list.count());
      list.floats(values, 0, values.length);
      return values;
    }
    case "int64": {
      const values = new BigInt64Array(list.count());
      list.int64s(new Int32Array(values.buffer), 0, values.length);
      return as === "bigint" ? values : Float64Array.from(values, (value) => safe(feature, value));
    }
  }
}

/** An integer as the number that it is exactly. */
function safe(feature: string, value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  const what = `holds ${String(value)}, which a number would round: read it as bigint.`;
  throw new ExampleError([{ kind: "range", feature, what }]);
}

const utf8 = new TextEncoder();

/** A default's values, as a list's would be. */
export function defaultValues(values: readonly DefaultValue[], dtype: DType, as: Int64As): AnyValues {
  switch (dtype) {
    case "bytes":
      return values.map((one) => (one instanceof Uint8Array ? one : utf8.encode(String(one))));
    case "string":
      return values.map(String);
    case "float32":
      return Float32Array.from(values, Number);
    case "int64":
      // a default of an int64 is a number or a bigint: fixedLength's type says so
      return as === "number"
        ? Float64Array.from(values, Number)
        : BigInt64Array.from(values as bigint[], exact);
  }
}
