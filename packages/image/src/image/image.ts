import { integer, isObject, shown } from "@tensorloom/core/internal";

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
  /** Numbers per pixel: 1 is gray, 3 is RGB. */
  readonly channels: number;
}

/**
 * Checks that an image's numbers fill its shape.
 *
 * @param name - The function, for messages: `"crop"`.
 * @returns The image; that of a canvas (clamped bytes, no `channels`) as bytes of 4 channels over the same memory.
 * @throws TypeError if `data` is not bytes or floats; RangeError if the shape is not whole or `data` does not fill it.
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

/** A canvas's pixels as bytes: an ImageData is RGB and alpha. */
function fromCanvas<P extends Pixels>({
  data,
  channels,
}: Image<P>): { readonly data: P; readonly channels: number } {
  const pixels: unknown = data;
  if (!(pixels instanceof Uint8ClampedArray)) return { data, channels };
  const input: unknown = channels;
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length);
  return { data: bytes as Pixels as P, channels: input === undefined ? 4 : channels }; // a byte array, as P is for bytes
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

/** A new image with the same numbers. */
export function copyImage<P extends Pixels>(image: Image<P>): Image<P> {
  const result = createLike(image, image.height, image.width);
  result.data.set(image.data);
  return result;
}

/** How many channels of a pixel are colour: of 2 and of 4, the last is alpha. */
export function countColorChannels({ channels }: Omit<Image, "data">): number {
  return channels === 2 || channels === 4 ? channels - 1 : channels;
}

/** The shape in words: `48x64x3`, height first. */
export function formatShape({ height, width, channels }: Omit<Image, "data">): string {
  return `${String(height)}x${String(width)}x${String(channels)}`;
}

/** An image of zeros of another size, with the same kind of numbers and the same channels. */
export function createLike<P extends Pixels>(like: Image<P>, height: number, width: number): Image<P> {
  const { data, channels } = like;
  const length = height * width * channels;
  const made = data instanceof Float32Array ? new Float32Array(length) : new Uint8Array(length);
  return { data: made as P, height, width, channels }; // the kind of `data`, by the line above
}
