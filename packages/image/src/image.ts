import { integer, shown } from "@tensorloom/core";

/** The numbers of an image: bytes in 0..255, or floats that are usually in 0..1. */
export type Pixels = Uint8Array | Float32Array;

/**
 * An image as interleaved rows: the value of row `y`, column `x`, channel `c` is `data[(y * width + x) * channels + c]`.
 *
 * Bytes stay bytes through every operation; {@link toFloat} is the one way to floats.
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
  /** Numbers a pixel: 1 is gray, 3 is RGB. */
  readonly channels: number;
}

/**
 * Checks that an image's numbers fill its shape and gives it back.
 *
 * @param name - Who asks, for the message: `"crop"`.
 * @throws TypeError where `data` is not bytes or floats; RangeError where the shape is not whole or `data` does not fill it.
 */
export function checkImage<P extends Pixels>(name: string, image: Image<P>): Image<P> {
  const { data, height, width, channels } = image;
  if (!(data instanceof Uint8Array || data instanceof Float32Array))
    throw new TypeError(`${name}: image.data must be a Uint8Array or a Float32Array, got ${shown(data)}`);
  integer(`${name}: image.height`, height, 1);
  integer(`${name}: image.width`, width, 1);
  integer(`${name}: image.channels`, channels, 1);
  const expected = height * width * channels;
  if (data.length === expected) return image;
  throw new RangeError(
    `${name}: image.data must hold ${String(expected)} numbers for ${shape(image)}, got ${String(data.length)}`,
  );
}

/** The shape in words: `48x64x3`, height first. */
export function shape({ height, width, channels }: Omit<Image, "data">): string {
  return `${String(height)}x${String(width)}x${String(channels)}`;
}

/** An image of zeros of another size, of the same kind of numbers and as many channels. */
export function blank<P extends Pixels>(like: Image<P>, height: number, width: number): Image<P> {
  const { data, channels } = like;
  const length = height * width * channels;
  const made = data instanceof Float32Array ? new Float32Array(length) : new Uint8Array(length);
  return { data: made as P, height, width, channels }; // the kind of `data`, by the line above
}
