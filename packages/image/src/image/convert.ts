import { checkImage, type Image, type Pixels } from "./image.ts";
import { checkUnitRange } from "./unitRange.ts";
import { unsetFloats } from "./unsetMemory.ts";
import { toFloatsInBlocks } from "../levels/toFloatsInBlocks.ts";

/** In single precision, so that results equal TensorFlow's bit for bit. */
const LEVEL_AS_FLOAT = Math.fround(1 / 255);

/** Converts a byte to a float in 0..1. */
export const levelToFloat = (level: number): number => Math.fround(level * LEVEL_AS_FLOAT);

/** The float in 0..1 of every byte. */
export const FLOAT_OF_LEVEL: Float32Array = Float32Array.from({ length: 256 }, (_, level) =>
  levelToFloat(level),
);

/** Converts a float in 0..1 to a byte, and clips values outside. */
export function floatToLevel(value: number): number {
  const level = Math.floor(Math.fround(Math.fround(value) * 255.5));
  return level < 0 ? 0 : level > 255 ? 255 : level;
}

/**
 * Converts bytes in 0..255 to floats in 0..1.
 *
 * An image that has floats already is not copied: the result shares its data.
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/image/convert_image_dtype
 * @example
 * ```ts
 * import { toFloat } from "@tensorloom/image";
 *
 * toFloat({ data: Uint8Array.of(0, 255), height: 1, width: 2, channels: 1 }).data; // => Float32Array.of(0, 1)
 * ```
 */
export function toFloat(image: Image): Image<Float32Array> {
  const { data, ...shape } = checkImage("toFloat", image);
  if (data instanceof Float32Array) return { data, ...shape };
  const floats = unsetFloats(data.length);
  if (!toFloatsInBlocks(data, floats))
    for (let i = 0; i < data.length; i++) floats[i] = data[i] * LEVEL_AS_FLOAT;
  return { data: floats, ...shape };
}

/**
 * Converts floats in 0..1 to bytes in 0..255.
 *
 * An image that has bytes already is not copied: the result shares its data.
 *
 * A level is `floor(255.5 * value)`, clipped to 0..255, as in
 * `tf.image.convert_image_dtype(image, tf.uint8, saturate=True)`. NaN becomes 0.
 *
 * @throws RangeError if the floats are in 0..255: they would all become white.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/convert_image_dtype
 * @example
 * ```ts
 * import { toUint8 } from "@tensorloom/image";
 *
 * toUint8({ data: Float32Array.of(-1, 0.5, 2), height: 1, width: 3, channels: 1 }).data; // => Uint8Array.of(0, 127, 255)
 * ```
 */
export function toUint8(image: Image): Image<Uint8Array> {
  const { data, ...shape } = checkUnitRange("toUint8", checkImage("toUint8", image));
  if (data instanceof Uint8Array) return { data, ...shape };
  return { data: floatsToLevels(data), ...shape };
}

function floatsToLevels(data: Float32Array): Uint8Array {
  const levels = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) levels[i] = floatToLevel(data[i]);
  return levels;
}

/**
 * Applies a float operation to an image of either type.
 *
 * Bytes are converted to floats in 0..1 and back, as in `tf.image`.
 */
export function mapAsFloat<P extends Pixels>(
  image: Image<P>,
  operation: (image: Image<Float32Array>) => Image<Float32Array>,
): Image<P> {
  if (image.data instanceof Float32Array) return operation({ ...image, data: image.data }) as Image<P>; // the type of the argument
  const { data, ...shape } = operation(toFloat(image));
  return { ...shape, data: floatsToLevels(data) as Pixels as P }; // the type of the argument
}
