import { checkOptions } from "@tensorloom/core/internal";
import { checkDType, type DType, type Int64As } from "./dtype.ts";

/**
 * The spec that {@link variableLength} returns.
 *
 * @example
 * ```ts
 * import { bytes, encodeExample, parseExample, type VariableLength, variableLength } from "@tensorloom/tfrecord";
 *
 * // Makes one spec for many keys that hold lists of text.
 * const tags: VariableLength<"string"> = variableLength("string");
 * const example = encodeExample({ colors: bytes("red", "blue") });
 * parseExample(example, { colors: tags, shapes: tags }); // => { colors: ["red", "blue"], shapes: [] }
 * ```
 */
export interface VariableLength<D extends DType = DType, A extends Int64As = Int64As> {
  readonly method: "variableLength";
  readonly dtype: D;
  readonly as: A;
}

/**
 * Options of {@link variableLength}.
 *
 * @inline
 */
export interface Int64Options<A extends Int64As> {
  /** The type of int64 values in the result; default `bigint`. With `number`, a value that would be rounded throws. */
  readonly as?: A | undefined;
}

/**
 * The spec of a feature with any number of values; a missing feature has none.
 *
 * @param dtype - The type of the values.
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
  const as = checkDType("variableLength", dtype, options.as);
  return { method: "variableLength", dtype, as };
}
