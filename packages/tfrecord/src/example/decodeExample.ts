import { checkBytes } from "../bytes/toBytes.ts";
import type { Example, Feature } from "./feature.ts";
import { FeatureMapReader } from "./featureMapReader.ts";
import { BYTES_LIST, FeatureReader, FLOAT_LIST, INT64_LIST } from "./featureReader.ts";
import { decodeUtf8 } from "../wire/utf8.ts";

const entries = new FeatureMapReader();
const list = new FeatureReader();

/**
 * Decodes all features of a `tf.train.Example`.
 *
 * Byte strings are views of `data`; integers are exact bigints. If a key occurs twice, the last one counts. Unknown
 * fields are skipped. To read known features with checks, use {@link parseExample}.
 *
 * @throws ExampleError if the bytes are not a protocol buffer message.
 * @see tensorflow/core/example/example.proto
 * @example
 * ```ts
 * import { decodeExample, encodeExample, int64 } from "@tensorloom/tfrecord";
 *
 * decodeExample(encodeExample({ target: int64(1) })).get("target"); // => { kind: "int64", values: new BigInt64Array([1n]) }
 * ```
 */
export function decodeExample(data: Uint8Array): Example {
  return decodeFeatures(checkBytes("decodeExample: data", data));
}

/** Decodes the features in field 1: those of an Example, or the context of a SequenceExample. */
export function decodeFeatures(data: Uint8Array): Example {
  entries.open(data, 1);
  const features = new Map<string, Feature>();
  while (entries.next()) {
    const key = decodeUtf8(entries.bytes.subarray(entries.keyStart, entries.keyEnd), "(a key)");
    list.open(entries.valueBytes, entries.valueStart, entries.valueEnd);
    features.delete(key); // so that a repeated key has the position of its last value
    features.set(key, decodeFeature(list));
  }
  return features;
}

/** Decodes all values of a feature. */
export function decodeFeature(list: FeatureReader): Feature {
  switch (list.kind) {
    case BYTES_LIST: {
      const values: Uint8Array[] = [];
      list.byteStrings(values, 0, Infinity, (bytes) => bytes);
      return { kind: "bytes", values };
    }
    case FLOAT_LIST: {
      const values = new Float32Array(list.count());
      list.floats(new Int32Array(values.buffer), 0, values.length);
      return { kind: "float32", values };
    }
    case INT64_LIST: {
      const values = new BigInt64Array(list.count());
      list.int64s(new Int32Array(values.buffer), 0, values.length);
      return { kind: "int64", values };
    }
    default:
      return { kind: "none", values: [] };
  }
}
