import { utf8 } from "./utf8.ts";
import type { Example, Feature } from "./feature.ts";
import type { WireWriter } from "./wireWriter.ts";

/** Features by key, as a map or as an object. */
export type Features = Example | Readonly<Record<string, Feature>>;

const LIST_FIELDS: Readonly<Record<Feature["kind"], number>> = { none: 0, bytes: 1, float32: 2, int64: 3 };

const KEYS_KEPT = 1024;
const keys = new Map<string, Uint8Array>();

/** A key's bytes; files have few keys and many records, so they are kept. */
export function keyBytes(key: string): Uint8Array {
  const kept = keys.get(key);
  if (kept !== undefined) return kept;
  const bytes = utf8(key);
  if (keys.size < KEYS_KEPT) keys.set(key, bytes);
  return bytes;
}

/** Writes a `Features` message without its head. */
export function writeFeatures(writer: WireWriter, features: Features): void {
  const pairs = isMap(features) ? [...features] : Object.entries(features);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const before = writer.written;
    writeFeature(writer, pairs[i][1]);
    writer.head(2, before);
    writer.bytes(1, keyBytes(pairs[i][0]));
    writer.head(1, before);
  }
}

function isMap(features: Features): features is Example {
  return features instanceof Map;
}

/** Writes a `Feature` message without its head; numbers are packed. */
export function writeFeature(writer: WireWriter, { kind, values }: Feature): void {
  if (kind === "none") return;
  const before = writer.written;
  if (kind === "bytes") for (let i = values.length - 1; i >= 0; i--) writer.bytes(1, values[i]);
  else if (values.length > 0) {
    if (kind === "float32") writer.floats(values);
    else writer.int64s(values);
    writer.head(1, before);
  }
  writer.head(LIST_FIELDS[kind], before);
}
