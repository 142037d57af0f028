import type { Example, Feature } from "./feature.ts";
import { int64Size, varintSize, WireWriter } from "./wireWriter.ts";

const utf8 = new TextEncoder();
const writer = new WireWriter();

/** Features by key, as a map or as an object. */
export type Features = Example | Readonly<Record<string, Feature>>;

const LIST_FIELDS: Readonly<Record<Feature["kind"], number>> = { none: 0, bytes: 1, float32: 2, int64: 3 };

/**
 * Encodes a `tf.train.Example`; numbers are packed, keys stand in the order given.
 *
 * @see tensorflow/core/example/example.proto
 * @example
 * ```ts
 * import { bytes, encodeExample, int64 } from "@tensorloom/tfrecord";
 *
 * encodeExample({ image_name: bytes("ISIC_2637011"), target: int64(1) }).length; // => 50
 * ```
 */
export function encodeExample(features: Features): Uint8Array<ArrayBuffer> {
  const map = planFeatures(features);
  writer.head(1, map.size);
  writeEntries(map);
  return writer.taken();
}

/** A message's parts with the sizes that go before them: sizes first, bytes second, so that nothing is written twice. */
interface Entry {
  readonly key: Uint8Array;
  readonly feature: Feature;
  /** Bytes of the packed numbers or of the framed byte strings. */
  readonly content: number;
  /** Bytes of the list message, -1 where there is none. */
  readonly list: number;
  readonly value: number;
  readonly size: number;
}

interface Plan {
  readonly entries: readonly Entry[];
  readonly size: number;
}

function headed(length: number): number {
  return 1 + varintSize(length) + length;
}

function contentOf({ kind, values }: Feature): number {
  switch (kind) {
    case "none":
      return -1;
    case "bytes":
      return values.reduce((sum, one) => sum + headed(one.length), 0);
    case "float32":
      return 4 * values.length;
    case "int64":
      return int64Size(values);
  }
}

function planFeatures(features: Features): Plan {
  const pairs =
    features instanceof Map ? features : Object.entries(features as Readonly<Record<string, Feature>>);
  const entries: Entry[] = [];
  let size = 0;
  for (const [name, feature] of pairs) {
    const key = utf8.encode(name);
    const value = featureSize(feature);
    const entry = { key, feature, ...value, size: headed(key.length) + headed(value.value) };
    entries.push(entry);
    size += headed(entry.size);
  }
  return { entries, size };
}

function featureSize(feature: Feature): { content: number; list: number; value: number } {
  const content = contentOf(feature);
  const packed = feature.kind !== "bytes" && content > 0;
  const list = packed ? headed(content) : content;
  return { content, list, value: list < 0 ? 0 : headed(list) };
}

function writeEntries(plan: Plan): void {
  for (const entry of plan.entries) {
    writer.head(1, entry.size);
    writer.head(1, entry.key.length);
    writer.raw(entry.key);
    writer.head(2, entry.value);
    writeFeature(entry.feature, entry);
  }
}

function writeFeature(feature: Feature, { content, list }: Pick<Entry, "content" | "list">): void {
  if (feature.kind === "none") return;
  writer.head(LIST_FIELDS[feature.kind], list);
  if (feature.kind === "bytes") {
    for (const one of feature.values) {
      writer.head(1, one.length);
      writer.raw(one);
    }
  } else if (content > 0) {
    writer.head(1, content);
    if (feature.kind === "float32") writer.floats(feature.values);
    else writer.int64s(feature.values);
  }
}
