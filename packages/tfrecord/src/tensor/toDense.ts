import { checkOptions, integer, type OptionKinds, shapeText, shown } from "@tensorloom/core/internal";
import type { AnyValues } from "../parse/columns/valueBuffer.ts";
import type { Shaped } from "../parse/specs/dtype.ts";
import type { Ragged } from "../parse/specs/ragged.ts";
import type { Sparse } from "../parse/specs/sparse.ts";
import { denseRagged } from "./denseRagged.ts";
import { denseSparse } from "./denseSparse.ts";

/**
 * Options of {@link toDense}.
 *
 * @inline
 */
export interface ToDenseOptions<E> {
  /** The value of elements that are not stored; default: 0, an empty string or empty bytes. */
  readonly defaultValue?: E | undefined;
  /**
   * The shape of the result; `null` for a dimension that is as long as it needs to be. Longer rows are cut, shorter ones
   * filled. Default: the shape of the sparse array, or that of the longest rows.
   */
  readonly shape?: readonly (number | null)[] | undefined;
}

const KNOWN: OptionKinds<ToDenseOptions<unknown>> = { defaultValue: "any", shape: "any" };

/** The most elements of a dense array. A few stored values can stand for many more. */
const MAX_ELEMENTS = 2 ** 30;

/**
 * Makes a dense array of a sparse or ragged feature.
 *
 * @param value - What {@link parseExample} or {@link parseExamples} returns for `sparse`, `ragged` or a batch of
 * `variableLength`.
 * @returns The elements in row-major order, and the shape.
 * @throws RangeError if an index is outside of the shape or occurs twice, or the result has more than 2^30 elements.
 * @see tf.sparse.to_dense; tf.RaggedTensor.to_tensor
 * @example
 * ```ts
 * import { encodeExample, float32, parseExamples, toDense, variableLength } from "@tensorloom/tfrecord";
 *
 * const examples = [[3, 1], [4]].map((values) => encodeExample({ scores: float32(...values) }));
 * const { scores } = parseExamples(examples, { scores: variableLength("float32") });
 * toDense(scores, { defaultValue: -1 }); // => { data: Float32Array.of(3, 1, 4, -1), shape: [2, 2] }
 * toDense(scores, { shape: [null, 3] }).data; // => Float32Array.of(3, 1, 0, 4, 0, 0)
 * ```
 */
export function toDense<V extends AnyValues>(
  value: Sparse<V> | Ragged<V>,
  options: ToDenseOptions<V[number]> = {},
): Shaped<V> {
  const { defaultValue, shape } = checkOptions<ToDenseOptions<unknown>>("toDense", options, KNOWN);
  const stored = "denseShape" in value ? value.denseShape : longestRows(value.rowSplits);
  const wanted = checkShape(stored, shape);
  const count = wanted.includes(0) ? 0 : wanted.reduce((product, size) => product * size, 1);
  if (count > MAX_ELEMENTS)
    throw new RangeError(`toDense: ${shapeText(wanted)} has more than 2^30 elements; set a smaller shape`);
  const data = filled(value.values, count, defaultValue);
  if ("denseShape" in value) denseSparse(value, wanted, data);
  else denseRagged(value, wanted, data);
  return { data: data as V, shape: wanted }; // an array like `values`
}

/** The number of rows, and the length of the longest row of each level. */
function longestRows(rowSplits: readonly Int32Array[]): readonly number[] {
  const longest = rowSplits.map((splits) => {
    let most = 0;
    for (let row = 1; row < splits.length; row++) most = Math.max(most, splits[row] - splits[row - 1]);
    return most;
  });
  if (rowSplits.length === 0 || rowSplits[0].length === 0)
    throw new RangeError("toDense: rowSplits must have at least one level, with at least one number");
  return [rowSplits[0].length - 1, ...longest];
}

function checkShape(
  stored: readonly number[],
  shape: readonly (number | null)[] | undefined,
): readonly number[] {
  if (shape === undefined) return stored;
  if (shape.length !== stored.length)
    throw new RangeError(
      `toDense: shape must have ${String(stored.length)} dimensions, got ${String(shape.length)}`,
    );
  return stored.map((size, axis) => {
    const wanted = shape[axis];
    return wanted === null ? size : integer(`toDense: shape[${String(axis)}]`, wanted, 0);
  });
}

/** An array like `values` of the default value. */
function filled(values: AnyValues, count: number, defaultValue: unknown): AnyValues {
  const expected = ArrayBuffer.isView(values) ? typeof values[0] : typeof values.at(0);
  if (defaultValue !== undefined && expected !== "undefined" && typeof defaultValue !== expected)
    throw new TypeError(`toDense: defaultValue must be a ${expected}, got ${shown(defaultValue)}`);
  if (ArrayBuffer.isView(values)) {
    const like = values as Float32Array; // any typed array: only methods that all have are called
    const data = new (like.constructor as Float32ArrayConstructor)(count);
    return defaultValue === undefined ? data : data.fill(defaultValue as number);
  }
  const empty = expected === "object" ? new Uint8Array(0) : "";
  return new Array<string>(count).fill((defaultValue ?? empty) as string); // or bytes, like `values`
}
