import { shown, type WireWriter } from "@tensorloom/core/internal";
import { encodeUtf8 } from "../wire/utf8.ts";
import type { Example, Feature } from "./feature.ts";

/**
 * Features by key, as a map or as an object.
 *
 * @example
 * ```ts
 * import { decodeExample, encodeExample, type Features, float32, int64 } from "@tensorloom/tfrecord";
 *
 * interface Row {
 *   readonly target: number;
 *   readonly age?: number;
 * }
 * function toFeatures({ target, age }: Row): Features {
 *   const features = new Map([["target", int64(target)]]);
 *   return age === undefined ? features : new Map([...features, ["age", float32(age)]]);
 * }
 * [...decodeExample(encodeExample(toFeatures({ target: 1 }))).keys()]; // => ["target"]
 * ```
 */
export type Features = Example | Readonly<Record<string, Feature>>;

const LIST_FIELDS: Readonly<Record<Feature["kind"], number>> = { none: 0, bytes: 1, float32: 2, int64: 3 };

const MAX_CACHED_KEYS = 1024;
const keys = new Map<string, Uint8Array>();

/** Encodes a key. Keys are cached, because files have few keys and many records. */
export function keyBytes(key: string): Uint8Array {
  const kept = keys.get(key);
  if (kept !== undefined) return kept;
  const bytes = encodeUtf8(key);
  if (keys.size < MAX_CACHED_KEYS) keys.set(key, bytes);
  return bytes;
}

/**
 * Writes a `Features` message without its tag and length.
 *
 * @param name - The calling function, for errors.
 * @param what - The name of the argument, for errors.
 */
export function writeFeatures(writer: WireWriter, features: Features, name: string, what: string): void {
  const input: unknown = features;
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new TypeError(`${name}: ${what} must be an object or a Map, got ${shown(input)}`);
  const pairs = isMap(features) ? [...features] : Object.entries(features);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const before = writer.written;
    checkFeature(`${name}: feature ${JSON.stringify(pairs[i][0])}`, pairs[i][0], pairs[i][1]);
    writeFeature(writer, pairs[i][1]);
    writer.lengthPrefix(2, before);
    writer.bytes(1, keyBytes(pairs[i][0]));
    writer.lengthPrefix(1, before);
  }
}

/** Throws unless a value is a feature made by `bytes`, `float32` or `int64`. */
export function checkFeature(label: string, key: string, feature: unknown): void {
  if (typeof feature === "object" && feature !== null && "kind" in feature && "values" in feature) {
    const { kind, values } = feature;
    const tag = Object.prototype.toString.call(values);
    if ((kind === "none" || kind === "bytes") && Array.isArray(values)) return;
    if (kind === "float32" && tag === "[object Float32Array]") return;
    if (kind === "int64" && tag === "[object BigInt64Array]") return;
  }
  const makers: Readonly<Record<string, string>> = {
    number: "int64 or float32",
    bigint: "int64",
    string: "bytes",
  };
  const maker = makers[typeof feature] ?? "bytes, float32 or int64";
  const example = `{ ${JSON.stringify(key)}: ${maker.split(/ |,/)[0]}(${typeof feature === "object" ? "…" : shown(feature)}) }`;
  const hint = feature === undefined || feature === null ? "" : `: write ${example}`;
  throw new TypeError(`${label} must be made by ${maker}, got ${shown(feature)}${hint}`);
}

function isMap(features: Features): features is Example {
  return Object.prototype.toString.call(features) === "[object Map]"; // also of another realm
}

/** Writes a `Feature` message without its tag and length; numbers are packed. */
export function writeFeature(writer: WireWriter, { kind, values }: Feature): void {
  if (kind === "none") return;
  const before = writer.written;
  if (kind === "bytes") for (let i = values.length - 1; i >= 0; i--) writer.bytes(1, values[i]);
  else if (values.length > 0) {
    if (kind === "float32") writer.floats(values);
    else writer.int64s(values);
    writer.lengthPrefix(1, before);
  }
  writer.lengthPrefix(LIST_FIELDS[kind], before);
}
