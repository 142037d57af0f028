import { checkOptions, integer, oneOf } from "@tensorloom/core/internal";
import { dropAlpha } from "../../image/dropAlpha.ts";
import type { CanvasPixels } from "../../image/fromImageData.ts";
import { checkImage, type Image } from "../../image/image.ts";

/**
 * Options of `encodeJpeg` and `encodeJpegSync`.
 *
 * @inline
 */
export interface EncodeJpegOptions {
  /**
   * The quality from 1 (smallest file) to 100 (best); default 95, as in `tf.io.encode_jpeg`.
   *
   * The scale is that of the Independent JPEG Group.
   */
  readonly quality?: number | undefined;
  /**
   * The chroma resolution; default `"420"`.
   *
   * `"444"` is full resolution, `"422"` is half across, and `"420"` is half both ways.
   */
  readonly subsampling?: Subsampling | undefined;
}

/**
 * The chroma resolution, by its usual name.
 *
 * @inline
 */
export type Subsampling = "444" | "422" | "420";

/** The largest side that libjpeg supports; the file format allows 35 more. */
export const MAX_SIDE = 65_500;

/** An image that a JPEG can hold, and how to encode it. */
export interface Encodable {
  /** Bytes of 1 or 3 channels. */
  readonly pixels: Image<Uint8Array>;
  readonly quality: number;
  readonly subsampling: Subsampling;
}

/**
 * Checks the arguments of `encodeJpeg` and fills in the defaults.
 *
 * @param name - The function that was called, for messages: `"encodeJpegSync"`.
 * @returns The image without its alpha channel, which must be opaque, and the options.
 */
export function checkEncodable(
  name: string,
  image: Image<Uint8Array> | CanvasPixels,
  options: EncodeJpegOptions,
): Encodable {
  checkOptions<EncodeJpegOptions>(name, options, { quality: "number", subsampling: "string" });
  const { quality = 95, subsampling = "420" } = options;
  const pixels = dropOpaqueAlpha(name, checkImage(name, image as Image<Uint8Array>)); // checkImage accepts canvas pixels
  integer(`${name}: image.height`, pixels.height, 1, MAX_SIDE);
  integer(`${name}: image.width`, pixels.width, 1, MAX_SIDE);
  integer(`${name}: quality`, quality, 1, 100);
  oneOf(`${name}: subsampling`, subsampling, ["444", "422", "420"]);
  return { pixels, quality, subsampling };
}

/** Drops an opaque alpha channel; throws if alpha is not opaque. */
function dropOpaqueAlpha(name: string, image: Image<Uint8Array>): Image<Uint8Array> {
  const { data, channels } = image;
  if (!(data instanceof Uint8Array))
    throw new TypeError(`${name}: image.data must be a Uint8Array; convert floats with toUint8(image)`);
  if (channels !== 4) {
    oneOf(`${name}: image.channels`, channels, [1, 3]);
    return image;
  }
  for (let i = 3; i < data.length; i += 4)
    if (data[i] !== 255)
      throw new RangeError(
        `${name}: image.channels must be 1 or 3, or 4 with an alpha of 255, got an alpha of ${String(data[i])}; remove it with dropAlpha(image)`,
      );
  return dropAlpha(image);
}
