import type { Example, Feature } from "./feature.ts";
import { int64Size, varintSize, type WireWriter } from "./wireWriter.ts";

const utf8 = new TextEncoder();

/** Features by key, as a map or as an object. */
export type Features = Example | Readonly<Record<string, Feature>>;

const LIST_FIELDS: Readonly<Record<Feature["kind"], number>> = { none: 0, bytes: 1, float32: 2, int64: 3 };

/** The sizes of a `Feature` message and of its parts. */
export interface FeatureSize {
  /** Bytes of the packed numbers or of the framed byte strings. */
  readonly content: number;
  /** Bytes of the list message, -1 where there is none. */
  readonly list: number;
  /** Bytes of the whole message. */
  readonly value: number;
}

interface Entry extends FeatureSize {
  readonly key: Uint8Array;
  readonly feature: Feature;
  readonly size: number;
}

/** A `Features` message before it is written: sizes first, bytes second, so that nothing is written twice. */
export interface FeaturesPlan {
  readonly entries: readonly Entry[];
  readonly size: number;
}

/** How many bytes a part takes with its tag and length. */
export function headed(length: number): number {
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

/** Plans a `Features` message. */
export function planFeatures(features: Features): FeaturesPlan {
  const pairs = isMap(features) ? features : Object.entries(features);
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

function isMap(features: Features): features is Example {
  return features instanceof Map;
}

/** The sizes of a `Feature` message and of its parts. */
export function featureSize(feature: Feature): FeatureSize {
  const content = contentOf(feature);
  const packed = feature.kind !== "bytes" && content > 0;
  const list = packed ? headed(content) : content;
  return { content, list, value: list < 0 ? 0 : headed(list) };
}

/** Writes what was planned, without the head of the message. */
export function writeEntries(writer: WireWriter, plan: FeaturesPlan): void {
  for (const entry of plan.entries) {
    writer.head(1, entry.size);
    writer.head(1, entry.key.length);
    writer.raw(entry.key);
    writer.head(2, entry.value);
    writeFeature(writer, entry.feature, entry);
  }
}

/** Writes a `Feature` message, without its head. */
export function writeFeature(writer: WireWriter, feature: Feature, { content, list }: FeatureSize): void {
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
