import { utf8 } from "./utf8.ts";

/** A feature of an Example: which of the three lists it holds, and the list's values. `none`: no list is set. */
export type Feature =
  | { readonly kind: "bytes"; readonly values: readonly Uint8Array[] }
  | { readonly kind: "float32"; readonly values: Float32Array }
  | { readonly kind: "int64"; readonly values: BigInt64Array }
  | { readonly kind: "none"; readonly values: readonly [] };

/** An Example's features by key, in the order in which they stand in the bytes. */
export type Example = ReadonlyMap<string, Feature>;

/** The values of a call `f(a, b, c)` or `f([a, b, c])`. */
function valuesOf<T>(
  first: T | Iterable<T> | undefined,
  more: readonly T[],
  isOne: (value: T | Iterable<T>) => value is T,
): Iterable<T> {
  if (first === undefined) return more;
  if (isOne(first)) return more.length === 0 ? [first] : [first, ...more];
  return more.length === 0 ? first : [...first, ...more];
}

const isText = (value: unknown): value is Uint8Array | string =>
  typeof value === "string" || value instanceof Uint8Array;
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
  first?: Uint8Array | string | Iterable<Uint8Array | string>,
  ...more: readonly (Uint8Array | string)[]
): Feature {
  const values = Array.from(valuesOf(first, more, isText), (one) =>
    typeof one === "string" ? utf8(one) : one,
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
export function float32(first?: number | Iterable<number>, ...more: readonly number[]): Feature {
  return { kind: "float32", values: new Float32Array(valuesOf(first, more, isNumber)) };
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
  first?: number | bigint | Iterable<number | bigint>,
  ...more: readonly (number | bigint)[]
): Feature {
  const values = valuesOf(first, more, isWhole);
  return { kind: "int64", values: BigInt64Array.from(values, exact) };
}

/** A whole number as the 64-bit integer that it is exactly. */
export function exact(value: number | bigint): bigint {
  if (typeof value === "number" && !Number.isSafeInteger(value))
    throw new RangeError(`int64: a value must be a bigint or a safe integer, got ${String(value)}`);
  const whole = BigInt(value);
  if (BigInt.asIntN(64, whole) !== whole)
    throw new RangeError(`int64: a value must fit in 64 bits, got ${String(value)}`);
  return whole;
}
