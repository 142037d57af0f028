import { shown } from "@tensorloom/core/internal";
import { checkBytes, type BytesLike } from "../bytes/toBytes.ts";
import { encodeUtf8 } from "../wire/utf8.ts";

/** A feature of an Example: which of the three lists it holds, and the list's values. `none`: no list is set. */
export type Feature =
  | { readonly kind: "bytes"; readonly values: readonly Uint8Array[] }
  | { readonly kind: "float32"; readonly values: Float32Array }
  | { readonly kind: "int64"; readonly values: BigInt64Array }
  | { readonly kind: "none"; readonly values: readonly [] };

/** An Example's features by key, in the order in which they stand in the bytes. */
export type Example = ReadonlyMap<string, Feature>;

/** The values of a call `f()`, `f(a, b, c)` or `f([a, b, c])`, each of which `isOne` accepts. */
function valuesOf<T>(
  name: string,
  what: string,
  given: readonly unknown[],
  isOne: (value: unknown) => value is T,
): readonly T[] {
  const values = given.length === 1 && isList(given[0]) && !isOne(given[0]) ? Array.from(given[0]) : given;
  if (values.every(isOne)) return values;
  const at = values.findIndex((value) => !isOne(value));
  const wrong = values[at];
  const hint =
    isList(wrong) && typeof wrong !== "string"
      ? `; a feature is a flat list: pass values.flat(), and the shape [${shapeOf(values).join(", ")}] in the spec`
      : "";
  throw new TypeError(`${name}: value ${String(at)} must be ${what}, got ${shown(wrong)}${hint}`);
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

/** The shape that nested lists look like. */
function shapeOf(value: unknown): readonly number[] {
  if (!isList(value)) return [];
  const values = Array.from(value);
  return [values.length, ...(values.length === 0 ? [] : shapeOf(values[0]))];
}

const isText = (value: unknown): value is BytesLike | string => typeof value === "string" || bytesTag(value);
/** Bytes as one value: views of wider numbers would leave the byte order open. */
const bytesTag = (value: unknown): value is BytesLike =>
  /^\[object (Uint8Array|Uint8ClampedArray|DataView|ArrayBuffer|SharedArrayBuffer)\]$/.test(
    Object.prototype.toString.call(value),
  );
const isNumber = (value: unknown): value is number => typeof value === "number";
const isWhole = (value: unknown): value is number | bigint =>
  typeof value === "number" || typeof value === "bigint";

/**
 * A feature of byte strings; text is encoded as UTF-8.
 *
 * @example
 * ```ts
 * import { bytes } from "@tensorloom/tfrecord";
 *
 * bytes("ISIC_2637011").kind; // => "bytes"
 * ```
 */
export function bytes(
  ...values: readonly (BytesLike | string)[] | readonly [Iterable<BytesLike | string>]
): Feature;
export function bytes(...given: readonly unknown[]): Feature {
  const values = valuesOf("bytes", "bytes or text", given, isText).map((one) =>
    typeof one === "string" ? encodeUtf8(one) : one instanceof Uint8Array ? one : checkBytes("bytes", one),
  );
  return { kind: "bytes", values };
}

/**
 * A feature of 32-bit floats.
 *
 * @example
 * ```ts
 * import { float32 } from "@tensorloom/tfrecord";
 *
 * [...float32([0.5, 2]).values]; // => [0.5, 2]
 * ```
 */
export function float32(...values: readonly number[] | readonly [Iterable<number>]): Feature;
export function float32(...given: readonly unknown[]): Feature {
  const [first] = given;
  if (given.length === 1 && first instanceof Float32Array) return { kind: "float32", values: first.slice() };
  return { kind: "float32", values: Float32Array.from(valuesOf("float32", "a number", given, isNumber)) };
}

/**
 * A feature of 64-bit integers.
 *
 * @throws RangeError where a number is not whole or not exact, or does not fit in 64 bits.
 * @example
 * ```ts
 * import { int64 } from "@tensorloom/tfrecord";
 *
 * [...int64(1, 2n ** 53n + 1n).values]; // => [1n, 9007199254740993n]
 * ```
 */
export function int64(
  ...values: readonly (number | bigint)[] | readonly [Iterable<number | bigint>]
): Feature;
export function int64(...given: readonly unknown[]): Feature {
  const values = valuesOf("int64", "a number or a bigint", given, isWhole);
  return { kind: "int64", values: BigInt64Array.from(values, toInt64) };
}

/** A whole number as the 64-bit integer that it is exactly. */
export function toInt64(value: number | bigint): bigint {
  if (typeof value === "number" && !Number.isSafeInteger(value))
    throw new RangeError(`int64: a value must be a bigint or a safe integer, got ${String(value)}`);
  const whole = BigInt(value);
  if (BigInt.asIntN(64, whole) !== whole)
    throw new RangeError(`int64: a value must fit in 64 bits, got ${String(value)}`);
  return whole;
}
