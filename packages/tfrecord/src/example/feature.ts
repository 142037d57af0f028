import { shapeText, shown } from "@tensorloom/core/internal";
import { checkBytes, type BytesLike } from "../bytes/toBytes.ts";
import { encodeUtf8 } from "../wire/utf8.ts";

/**
 * A feature of an Example: a list of byte strings, floats or integers.
 *
 * The kind `none` means that no list is set.
 *
 * @example
 * ```ts
 * import { type Feature, int64 } from "@tensorloom/tfrecord";
 *
 * const feature: Feature = int64(3, 4);
 * feature.kind === "int64" ? feature.values[1] : undefined; // => 4n
 * ```
 */
export type Feature =
  | { readonly kind: "bytes"; readonly values: readonly Uint8Array[] }
  | { readonly kind: "float32"; readonly values: Float32Array }
  | { readonly kind: "int64"; readonly values: BigInt64Array }
  | { readonly kind: "none"; readonly values: readonly [] };

/**
 * The decoded features of an Example, by key.
 *
 * @example
 * ```ts
 * import { decodeExample, encodeExample, type Example, int64 } from "@tensorloom/tfrecord";
 *
 * const example: Example = decodeExample(encodeExample({ target: int64(1) }));
 * [...example.keys()]; // => ["target"]
 * ```
 */
export type Example = ReadonlyMap<string, Feature>;

/** Collects the values of a call `f()`, `f(a, b, c)` or `f([a, b, c])`; throws unless `isOne` accepts each. */
function valuesOf<T>(
  name: string,
  what: string,
  input: readonly unknown[],
  isOne: (value: unknown) => value is T,
): readonly T[] {
  const values = input.length === 1 && isList(input[0]) && !isOne(input[0]) ? Array.from(input[0]) : input;
  if (values.every(isOne)) return values;
  const at = values.findIndex((value) => !isOne(value));
  const wrong = values[at];
  const hint =
    isList(wrong) && typeof wrong !== "string"
      ? `; a feature is a flat list: pass values.flat(), and the shape ${shapeText(shapeOf(values))} in the spec`
      : "";
  throw new TypeError(`${name}: value ${String(at)} must be ${what}, got ${shown(wrong)}${hint}`);
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

/** The shape of nested lists. */
function shapeOf(value: unknown): readonly number[] {
  if (!isList(value)) return [];
  const values = Array.from(value);
  return [values.length, ...(values.length === 0 ? [] : shapeOf(values[0]))];
}

const isText = (value: unknown): value is BytesLike | string => typeof value === "string" || bytesTag(value);
/** Whether a value is bytes. Views of wider numbers are not, because their byte order is ambiguous. */
const bytesTag = (value: unknown): value is BytesLike =>
  /^\[object (Uint8Array|Uint8ClampedArray|DataView|ArrayBuffer|SharedArrayBuffer)\]$/.test(
    Object.prototype.toString.call(value),
  );
const isNumber = (value: unknown): value is number => typeof value === "number";
const isWhole = (value: unknown): value is number | bigint =>
  typeof value === "number" || typeof value === "bigint";

/**
 * Creates a feature of byte strings; text is encoded as UTF-8.
 *
 * @example
 * ```ts
 * import { bytes, decodeExample, encodeExample } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ name: bytes("ISIC_2637011"), image: bytes(Uint8Array.of(255, 216, 255)) });
 * const image = decodeExample(example).get("image");
 * image?.kind === "bytes" && image.values[0].length; // => 3
 * ```
 */
export function bytes(
  ...values: readonly (BytesLike | string)[] | readonly [Iterable<BytesLike | string>]
): Feature;
export function bytes(...input: readonly unknown[]): Feature {
  const values = valuesOf("bytes", "bytes or text", input, isText).map((one) =>
    typeof one === "string" ? encodeUtf8(one) : one instanceof Uint8Array ? one : checkBytes("bytes", one),
  );
  return { kind: "bytes", values };
}

/**
 * Creates a feature of 32-bit floats.
 *
 * @example
 * ```ts
 * import { encodeExample, fixedLength, float32, parseExample } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ age: float32(45), box: float32([0, 0, 4, 3]) });
 * parseExample(example, { age: fixedLength("float32") }); // => { age: 45 }
 * ```
 */
export function float32(...values: readonly number[] | readonly [Iterable<number>]): Feature;
export function float32(...input: readonly unknown[]): Feature {
  const [first] = input;
  if (input.length === 1 && first instanceof Float32Array) return { kind: "float32", values: first.slice() };
  return { kind: "float32", values: Float32Array.from(valuesOf("float32", "a number", input, isNumber)) };
}

/**
 * Creates a feature of 64-bit integers.
 *
 * @throws RangeError if a number is not a safe integer, or a bigint does not fit in 64 bits.
 * @example
 * ```ts
 * import { decodeExample, encodeExample, int64 } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ target: int64(1), ids: int64(1n, 2n ** 53n + 1n) });
 * [...decodeExample(example).get("ids")?.values ?? []]; // => [1n, 9007199254740993n]
 * ```
 */
export function int64(
  ...values: readonly (number | bigint)[] | readonly [Iterable<number | bigint>]
): Feature;
export function int64(...input: readonly unknown[]): Feature {
  const values = valuesOf("int64", "a number or a bigint", input, isWhole);
  return { kind: "int64", values: BigInt64Array.from(values, toInt64) };
}

/** Converts a number to a 64-bit integer; throws if it is not exact. */
export function toInt64(value: number | bigint): bigint {
  if (typeof value === "number" && !Number.isSafeInteger(value))
    throw new RangeError(`int64: a value must be a bigint or a safe integer, got ${String(value)}`);
  const whole = BigInt(value);
  if (BigInt.asIntN(64, whole) !== whole)
    throw new RangeError(`int64: a value must fit in 64 bits, got ${String(value)}`);
  return whole;
}
