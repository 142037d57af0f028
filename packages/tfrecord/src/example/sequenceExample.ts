import { checkOptions, type OptionKinds, shown, WireWriter } from "@tensorloom/core/internal";
import { checkBytes } from "../bytes/toBytes.ts";
import { decodeFeature, decodeFeatures } from "./decodeExample.ts";
import { checkFeature, keyBytes, writeFeature, writeFeatures, type Features } from "./encodeFeatures.ts";
import type { Example, Feature } from "./feature.ts";
import { FeatureMapReader } from "./featureMapReader.ts";
import { FeatureReader } from "./featureReader.ts";
import { StepReader } from "./stepReader.ts";
import { decodeUtf8 } from "../wire/utf8.ts";

/**
 * A decoded `tf.train.SequenceExample`: context features, and one feature per step for each feature list.
 *
 * @example
 * ```ts
 * import { decodeSequenceExample, encodeSequenceExample, float32, int64, type SequenceExample } from "@tensorloom/tfrecord";
 *
 * const bytes = encodeSequenceExample({ context: { id: int64(12) }, featureLists: { x: [float32(1), float32(2)] } });
 * const example: SequenceExample = decodeSequenceExample(bytes);
 * [example.context.size, example.featureLists.get("x")?.length]; // => [1, 2]
 * ```
 */
export interface SequenceExample {
  readonly context: Example;
  readonly featureLists: ReadonlyMap<string, readonly Feature[]>;
}

const entries = new FeatureMapReader();
const steps = new StepReader();
const list = new FeatureReader();
const writer = new WireWriter();

/**
 * Decodes the bytes of a `tf.train.SequenceExample`.
 *
 * @throws ExampleError if the bytes are not a protocol buffer message.
 * @see tensorflow/core/example/example.proto
 * @example
 * ```ts
 * import { decodeSequenceExample, encodeSequenceExample, float32, int64 } from "@tensorloom/tfrecord";
 *
 * const bytes = encodeSequenceExample({ context: { id: int64(12) }, featureLists: { ratings: [float32(4.5), float32(5)] } });
 * decodeSequenceExample(bytes).featureLists.get("ratings")?.length; // => 2
 * ```
 */
export function decodeSequenceExample(data: Uint8Array): SequenceExample {
  const featureLists = new Map<string, readonly Feature[]>();
  entries.open(checkBytes("decodeSequenceExample: data", data), 2);
  while (entries.next()) {
    const key = decodeUtf8(entries.bytes.subarray(entries.keyStart, entries.keyEnd), "(a key)");
    const features: Feature[] = [];
    steps.open(entries.valueBytes, entries.valueStart, entries.valueEnd);
    while (steps.next(list)) features.push(decodeFeature(list));
    featureLists.delete(key); // so that a repeated key has the position of its last value
    featureLists.set(key, features);
  }
  return { context: decodeFeatures(data), featureLists };
}

/**
 * The features of a SequenceExample, as maps or objects.
 *
 * @inline
 */
export interface SequenceFeatures {
  readonly context?: Features | undefined;
  readonly featureLists?:
    SequenceExample["featureLists"] | Readonly<Record<string, readonly Feature[]>> | undefined;
}

const KNOWN: OptionKinds<SequenceFeatures> = { context: "object", featureLists: "object" };

/**
 * Encodes a `tf.train.SequenceExample`.
 *
 * Numbers are packed; keys keep the order of the argument.
 *
 * @see tensorflow/core/example/example.proto
 * @example
 * ```ts
 * import { encodeSequenceExample, int64 } from "@tensorloom/tfrecord";
 *
 * encodeSequenceExample({ featureLists: { frames: [int64(1), int64(2, 3)] } }).length; // => 29
 * ```
 */
export function encodeSequenceExample(example: SequenceFeatures): Uint8Array<ArrayBuffer> {
  const input: unknown = example;
  if (typeof input !== "object" || input === null)
    throw new TypeError(`${NAME}: expected { context, featureLists }, got ${shown(input)}`);
  checkOptions<SequenceFeatures>(NAME, example, KNOWN);
  writer.reset();
  if (example.featureLists !== undefined) {
    const before = writer.written;
    writeLists([...pairsOf(example.featureLists)]);
    writer.lengthPrefix(2, before);
  }
  if (example.context !== undefined) {
    const before = writer.written;
    writeFeatures(writer, example.context, NAME, "context");
    writer.lengthPrefix(1, before);
  }
  return writer.finish();
}

const NAME = "encodeSequenceExample";

type Lists = NonNullable<SequenceFeatures["featureLists"]>;

function pairsOf(lists: Lists): Iterable<readonly [string, readonly Feature[]]> {
  const input: unknown = lists;
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new TypeError(`${NAME}: featureLists must be an object or a Map, got ${shown(input)}`);
  return isMap(lists) ? lists : Object.entries(lists);
}

function isMap(lists: Lists): lists is SequenceExample["featureLists"] {
  return Object.prototype.toString.call(lists) === "[object Map]"; // also of another realm
}

function writeLists(lists: readonly (readonly [string, readonly Feature[]])[]): void {
  for (const [key, features] of [...lists].reverse()) {
    const before = writer.written;
    const label = `${NAME}: feature list ${JSON.stringify(key)}`;
    const input: unknown = features;
    if (!Array.isArray(input))
      throw new TypeError(`${label} must be an array of features, one for each step, got ${shown(input)}`);
    for (let step = features.length - 1; step >= 0; step--) {
      const inside = writer.written;
      checkFeature(`${label}, step ${String(step)},`, key, features[step]);
      writeFeature(writer, features[step]);
      writer.lengthPrefix(1, inside);
    }
    writer.lengthPrefix(2, before);
    writer.bytes(1, keyBytes(key));
    writer.lengthPrefix(1, before);
  }
}
