import { writeFeatures, type Features } from "./encodeFeatures.ts";
import { WireWriter } from "@tensorloom/core/internal";

const writer = new WireWriter();

/**
 * Encodes a `tf.train.Example`.
 *
 * Numbers are packed; keys keep the order of `features`.
 *
 * @see tensorflow/core/example/example.proto
 * @example
 * ```ts
 * import { bytes, encodeExample, int64 } from "@tensorloom/tfrecord";
 *
 * encodeExample({ image_name: bytes("ISIC_2637011"), target: int64(1) }).length; // => 51
 * ```
 */
export function encodeExample(features: Features): Uint8Array<ArrayBuffer> {
  writer.reset();
  writeFeatures(writer, features, "encodeExample", "features");
  writer.lengthPrefix(1, 0);
  return writer.finish();
}
