import { decode } from "jpeg-js";
import { admitJpeg, type DecodeJpegOptions } from "./admitJpeg.ts";
import type { Image } from "./image.ts";
import { ImageError } from "./imageError.ts";
import { jpegSegments, MARKER } from "./jpegSegments.ts";

/** A file may have the whole image gone over once a scan; an encoder needs ten or so, a bomb has thousands. */
const MOST_SCANS = 200;

/**
 * Decodes a JPEG to bytes, in any JavaScript engine: baseline and progressive, gray, colour, CMYK and YCCK.
 *
 * The decoder is jpeg-js: chroma is repeated, not interpolated, and every value is within 3 levels of libjpeg-turbo's
 * accurate decode with `fancy_upscaling = false`. In Node, `@tensorloom/image/node` has one that is many times
 * faster and gives TensorFlow's pixels. EXIF orientation is not applied.
 *
 * Entropy-coded data has no checksum: damage that breaks the code is an error, damage that does not is a picture.
 *
 * @param bytes - The whole file.
 * @throws ImageError where the bytes are not a JPEG, are cut off or broken, or exceed `mostPixels`.
 * @see ITU-T T.81 (1992); T.871 (JFIF)
 * @example
 * ```ts
 * import { decodeJpeg, encodeJpeg } from "@tensorloom/image";
 *
 * const gray = { data: new Uint8Array(8 * 8 * 3).fill(128), height: 8, width: 8, channels: 3 };
 * const image = decodeJpeg(encodeJpeg(gray));
 * [image.height, image.width, image.channels, image.data[0]]; // => [8, 8, 3, 128]
 * ```
 */
export function decodeJpeg(bytes: Uint8Array, options: DecodeJpegOptions = {}): Image<Uint8Array> {
  const { height, width, colors, outputChannels } = admitJpeg(bytes, options);
  const { file } = options;
  const adobeAt = survey(bytes, file);
  const made = { height, width, channels: outputChannels };
  if (outputChannels === 3)
    return { ...made, data: run(bytes, colors === "rgb" ? { colorTransform: false } : {}, file) };
  if (colors !== "ycbcr" && colors !== "gray") return { ...made, data: luma(run(bytes, {}, file)) };
  // Untransformed, the first of three components is the luma itself; an Adobe marker would overrule the option.
  const plain = adobeAt === undefined ? bytes : bytes.slice();
  if (adobeAt !== undefined) plain[adobeAt] = 0;
  return { ...made, data: luma(run(plain, { colorTransform: false }, file), 1, 0, 0) };
}

function run(bytes: Uint8Array, options: { colorTransform?: boolean }, file: string | undefined): Uint8Array {
  try {
    // The limits are checked above, by the same header; jpeg-js's own would come second.
    const unlimited = { maxResolutionInMP: Infinity, maxMemoryUsageInMB: Infinity };
    return decode(bytes, { useTArray: true, formatAsRGBA: false, ...unlimited, ...options }).data;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new ImageError(`the image data is broken: ${said}`, { format: "jpeg", file, cause });
  }
}

/** Walks the file to its end, refuses one with too many scans, and tells where the Adobe marker's name is. */
function survey(bytes: Uint8Array, file: string | undefined): number | undefined {
  let scans = 0;
  let adobeAt: number | undefined;
  for (const { marker, offset } of jpegSegments(bytes, file)) {
    if (marker === MARKER.app14) adobeAt = offset + 4;
    if (marker === MARKER.sos) scans += 1;
    if (scans > MOST_SCANS)
      throw new ImageError(`more than ${String(MOST_SCANS)} scans`, { format: "jpeg", file, offset });
  }
  if (scans === 0) throw new ImageError("no image data", { format: "jpeg", file });
  return adobeAt;
}

/** Weights each pixel's three values into one, by default those of ITU-R BT.601 luma. */
function luma(rgb: Uint8Array, red = 0.299, green = 0.587, blue = 0.114): Uint8Array {
  const gray = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < gray.length; i++)
    gray[i] = Math.round(red * rgb[3 * i] + green * rgb[3 * i + 1] + blue * rgb[3 * i + 2]);
  return gray;
}
