import { integer, isObject, shown } from "@tensorloom/core/internal";
import { keepFreedMemory } from "./keepFreedMemory.ts";
import { unsetBytes, unsetFloats } from "./unsetMemory.ts";

/**
 * The values of an image: bytes in 0..255, or floats.
 *
 * Floats are usually in 0..1.
 *
 * @example
 * ```ts
 * import { toFloat, type Image, type Pixels } from "@tensorloom/image";
 *
 * // Works for both types of image, and returns the same type.
 * function invert<P extends Pixels>(image: Image<P>): Image<P> {
 * const white = image.data instanceof Uint8Array ? 255 : 1;
 * const data = image.data.slice() as P;
 * for (let i = 0; i < data.length; i++) data[i] = white - data[i];
 * return { ...image, data };
 * }
 *
 * const image = { data: Uint8Array.of(0, 255), height: 1, width: 2, channels: 1 };
 * invert(image).data; // => Uint8Array.of(255, 0)
 * invert(toFloat(image)).data; // => Float32Array.of(1, 0)
 * ```
 */
export type Pixels = Uint8Array | Float32Array;

/**
 * An image: a typed array of interleaved values, and its shape.
 *
 * The value of row `y`, column `x`, channel `c` is `data[(y * width + x) * channels + c]`.
 *
 * Bytes stay bytes in every operation; convert them to floats with {@link toFloat}.
 *
 * @example
 * ```ts
 * import { flipLeftRight, type Image } from "@tensorloom/image";
 *
 * const image: Image<Uint8Array> = { data: Uint8Array.of(1, 2, 3), height: 1, width: 3, channels: 1 };
 * flipLeftRight(image).data; // => Uint8Array.of(3, 2, 1)
 * ```
 */
export interface Image<P extends Pixels = Pixels> {
  /** `height * width * channels` numbers. */
  readonly data: P;
  /** Rows, in pixels. */
  readonly height: number;
  /** Columns, in pixels. */
  readonly width: number;
  /** Numbers per pixel: 1 is gray, 3 is RGB. */
  readonly channels: number;
}

/**
 * Checks that an image's data fits its shape.
 *
 * @param name - The function, for messages: `"crop"`.
 * @returns The image. An `ImageData` (clamped bytes, no `channels`) becomes an image of 4 channels over the same
 *   memory.
 * @throws TypeError if `data` is not bytes or floats; RangeError if the shape is not of integers or `data` does not
 *   fit it.
 */
export function checkImage<P extends Pixels>(name: string, image: Image<P>): Image<P> {
  const value: unknown = image; // JavaScript may pass anything
  if (!isObject(value) || ArrayBuffer.isView(value)) throw notAnImage(name, value);
  const { height, width } = image;
  const { data, channels } = fromCanvas(image);
  if (!(data instanceof Uint8Array || data instanceof Float32Array)) throw notPixels(name, value, data);
  integer(`${name}: image.height`, height, 1);
  integer(`${name}: image.width`, width, 1);
  integer(`${name}: image.channels`, channels, 1);
  const expected = height * width * channels;
  if (data.length !== expected)
    throw new RangeError(
      `${name}: image.data must hold ${String(expected)} numbers for ${formatShape({ height, width, channels })}, got ${String(data.length)}`,
    );
  return data === image.data ? image : { data, height, width, channels };
}

/** Reads the data and channels of an image or an `ImageData`. */
function fromCanvas<P extends Pixels>({
  data,
  channels,
}: Image<P>): { readonly data: P; readonly channels: number } {
  const pixels: unknown = data;
  if (!(pixels instanceof Uint8ClampedArray)) return { data, channels };
  const input: unknown = channels;
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length);
  return { data: bytes as Pixels as P, channels: input === undefined ? 4 : channels }; // P is a byte array here
}

function notAnImage(name: string, value: unknown): TypeError {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  const hint =
    tag === "Promise"
      ? "; await it first"
      : ArrayBuffer.isView(value) || typeof value === "string"
        ? "; decode a file first: decodeJpeg(bytes), decodePng(bytes)"
        : "";
  return new TypeError(
    `${name}: image must be an object { data, height, width, channels }, got ${shown(value)}${hint}`,
  );
}

function notPixels(name: string, image: unknown, data: unknown): TypeError {
  if (Object.prototype.toString.call(image) === "[object Promise]") return notAnImage(name, image);
  return new TypeError(`${name}: image.data must be a Uint8Array or a Float32Array, got ${shown(data)}`);
}

/** Returns a copy of an image. */
export function copyImage<P extends Pixels>(image: Image<P>): Image<P> {
  const result = createUnset(image, image.height, image.width);
  result.data.set(image.data);
  return result;
}

/** Creates an image whose colours the caller sets, all of them; it has the alpha of the other one. */
export function createForColors<P extends Pixels>(like: Image<P>): Image<P> {
  const hasAlpha = countColorChannels(like) < like.channels;
  return hasAlpha ? copyImage(like) : createUnset(like, like.height, like.width);
}

/** Counts the colour channels: of 2 and 4, the last is alpha. */
export function countColorChannels({ channels }: Omit<Image, "data">): number {
  return channels === 2 || channels === 4 ? channels - 1 : channels;
}

/** Formats a shape, height first: `48x64x3`. */
export function formatShape({ height, width, channels }: Omit<Image, "data">): string {
  return `${String(height)}x${String(width)}x${String(channels)}`;
}

/** Creates an image with another image's type and channels, whose values the caller sets, all of them. */
export function createUnset<P extends Pixels>(like: Image<P>, height: number, width: number): Image<P> {
  const { data, channels } = like;
  const length = height * width * channels;
  const made = data instanceof Float32Array ? unsetFloats(length) : unsetBytes(length);
  return { data: made as Pixels as P, height, width, channels }; // the type of `data`, by the line above
}

/** Creates an image of zeros with another image's type and channels. */
export function createLike<P extends Pixels>(like: Image<P>, height: number, width: number): Image<P> {
  const { data, channels } = like;
  const length = height * width * channels;
  keepFreedMemory(length * data.BYTES_PER_ELEMENT);
  const made = data instanceof Float32Array ? new Float32Array(length) : new Uint8Array(length);
  return { data: made as P, height, width, channels }; // the type of `data`, by the line above
}
