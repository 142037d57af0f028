import { checkOptions, oneOf } from "@tensorloom/core/internal";
import { DTYPES, INT64_AS, type DType, type Int64As } from "./dtype.ts";

/** A feature of any number of values. */
export interface VariableLength<D extends DType = DType, A extends Int64As = Int64As> {
  readonly method: "variableLength";
  readonly dtype: D;
  readonly as: A;
}

/**
 * How integers are handed over.
 *
 * @inline
 */
export interface Int64Options<A extends Int64As> {
  /** Exactly as bigint, or as numbers, where one that would be rounded is an error; default `bigint`. */
  readonly as?: A | undefined;
}

/**
 * The spec of a feature that holds any number of values: none where it is missing.
 *
 * @param dtype - What the values are.
 * @see tf.io.VarLenFeature
 * @example
 * ```ts
 * import { encodeExample, float32, parseExample, variableLength } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ scores: float32(0.5, 2) });
 * parseExample(example, { scores: variableLength("float32") }); // => { scores: new Float32Array([0.5, 2]) }
 * ```
 */
export function variableLength<const D extends DType, const A extends Int64As = "bigint">(
  dtype: D,
  options: Int64Options<A> = {},
): VariableLength<NoInfer<D>, NoInfer<A>> {
  checkOptions<Int64Options<A>>("variableLength", options, { as: "string" });
  oneOf("variableLength: dtype", dtype, DTYPES);
  const as = options.as ?? ("bigint" as A); // what is left out is the type parameter's own default
  oneOf<Int64As>("variableLength: as", as, INT64_AS);
  return { method: "variableLength", dtype, as };
}
