import type { DType, Int64As, ValuesOf } from "../specs/dtype.ts";
import { ExampleError, type ParseIssue } from "../../wire/exampleError.ts";
import { toInt64 } from "../../example/feature.ts";
import type { FeatureReader } from "../../example/featureReader.ts";
import type { DefaultValue } from "../specs/fixedLength.ts";
import { decodeUtf8, encodeUtf8 } from "../../wire/utf8.ts";

/**
 * Values of any type.
 *
 * @inline
 */
export type AnyValues = ValuesOf<DType, Int64As>;

const TWO_32 = 2 ** 32;
const LOW = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;

/** A growing buffer for values of one type, into which features are decoded directly. */
export interface ValueBuffer {
  /** Reads up to `max` values of a feature to index `at` on; returns the number of values in the feature. */
  take(list: FeatureReader, at: number, max: number): number;
  /** Sets a default value. */
  set(at: number, value: DefaultValue): void;
  /** Grows the buffer to at least `count` values. */
  reserve(count: number): void;
  /** The values from index `from` (default 0) up to `to`, exclusive. */
  values(to: number, from?: number): AnyValues;
}

/** Creates a buffer for values of a type. */
export function valueBuffer(feature: string, dtype: DType, as: Int64As, count: number): ValueBuffer {
  switch (dtype) {
    case "float32":
      return floatBuffer(count);
    case "int64":
      return int64Buffer(feature, as, count);
    case "bytes":
      return listBuffer(
        (bytes) => bytes,
        (value) => (typeof value === "object" ? value : encodeUtf8(String(value))),
      );
    case "string":
      return listBuffer((bytes) => decodeUtf8(bytes, feature), String);
  }
}

function grownSize(had: number, count: number): number {
  return Math.max(count, 2 * had);
}

function floatBuffer(count: number): ValueBuffer {
  let data = new Float32Array(count);
  let words = new Int32Array(data.buffer);
  return {
    take: (list, at, max) => list.floats(words, at, max),
    set(at, value) {
      data[at] = Number(value);
    },
    reserve(count) {
      if (count <= data.length) return;
      const more = new Float32Array(grownSize(data.length, count));
      more.set(data);
      data = more;
      words = new Int32Array(data.buffer);
    },
    values: (to, from = 0) => (from === 0 && to === data.length ? data : data.slice(from, to)),
  };
}

function int64Buffer(feature: string, as: Int64As, count: number): ValueBuffer {
  let data = new BigInt64Array(count);
  let words = new Int32Array(data.buffer);
  return {
    take: (list, at, max) => list.int64s(words, at, max),
    set(at, value) {
      data[at] = toInt64(value as number | bigint); // fixedLength's types allow no other default for int64
    },
    reserve(count) {
      if (count <= data.length) return;
      const more = new BigInt64Array(grownSize(data.length, count));
      more.set(data);
      data = more;
      words = new Int32Array(data.buffer);
    },
    values(to, from = 0) {
      if (as === "number") return toNumbers(feature, words.subarray(2 * from, 2 * to));
      return from === 0 && to === data.length ? data : data.slice(from, to);
    },
  };
}

/** Converts 64-bit integers to numbers; throws if one would be rounded. */
function toNumbers(feature: string, words: Int32Array): Float64Array {
  const values = new Float64Array(words.length / 2);
  const issues: ParseIssue[] = [];
  for (let i = 0; i < values.length; i++) {
    values[i] = words[2 * i + 1 - LOW] * TWO_32 + (words[2 * i + LOW] >>> 0);
    if (Number.isSafeInteger(values[i])) continue;
    const whole = (BigInt(words[2 * i + 1 - LOW]) << 32n) | BigInt(words[2 * i + LOW] >>> 0);
    const message = `holds ${String(whole)}, which cannot be an exact number; read it as bigint.`;
    issues.push({ kind: "range", feature, message });
  }
  if (issues.length > 0) throw new ExampleError(issues);
  return values;
}

function listBuffer<T extends string | Uint8Array>(
  read: (bytes: Uint8Array) => T,
  input: (value: DefaultValue) => T,
): ValueBuffer {
  const data: T[] = [];
  return {
    take: (list, at, max) => list.byteStrings(data, at, max, read),
    set(at, value) {
      data[at] = input(value);
    },
    reserve: () => undefined,
    values: (to, from = 0) => data.slice(from, to) as AnyValues, // T is string or Uint8Array
  };
}
