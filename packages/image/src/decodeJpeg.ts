import { decode } from "jpeg-js";
import { admitJpeg, type AdmittedJpeg, type DecodeJpegOptions, fitting } from "./admitJpeg.ts";
import type { Image } from "./image.ts";
import { ImageError } from "./imageError.ts";

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
  const image = decodeAdmitted(bytes, admitJpeg(bytes, options), options);
  const { length } = image.data;
  if (options.into === undefined) return image;
  const data = fitting(options.into(length), length);
  data.set(image.data);
  return { ...image, data };
}

function decodeAdmitted(
  bytes: Uint8Array,
  header: AdmittedJpeg,
  options: DecodeJpegOptions,
): Image<Uint8Array> {
  const { height, width, colors, samplingAt, adobeAt, outputChannels: channels } = header;
  const run = (edited: Uint8Array, asStored: boolean): Uint8Array =>
    decodeRgb(edited, header, asStored, options.file);
  const made = { height, width, channels };
  if (colors === "gray") {
    // Sampling factors mean nothing where there is one component; jpeg-js heeds them.
    const rgb = run(withByte(bytes, samplingAt, 0x11), false);
    return { ...made, data: channels === 3 ? rgb : luma(rgb, 1, 0, 0) };
  }
  if (channels === 3) return { ...made, data: run(bytes, colors === "rgb") };
  if (colors !== "ycbcr") return { ...made, data: luma(run(bytes, colors === "rgb")) };
  // As stored, the first of three components is the luma itself; but an Adobe marker would have them turned to RGB.
  return { ...made, data: luma(run(withByte(bytes, adobeAt, 0), true), 1, 0, 0) };
}

/** The bytes with one of them changed: themselves where it is so already or there is no such place, else a copy. */
function withByte(bytes: Uint8Array, at: number | undefined, value: number): Uint8Array {
  if (at === undefined || bytes[at] === value) return bytes;
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

/** jpeg-js, with limits of its own, should it take the bytes for another picture than the header that was admitted. */
function decodeRgb(
  bytes: Uint8Array,
  { height, width }: AdmittedJpeg,
  asStored: boolean,
  file?: string,
): Uint8Array {
  const pixels = height * width;
  try {
    const { data } = decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      maxResolutionInMP: (pixels + 1) / 1e6,
      maxMemoryUsageInMB: 256 + (pixels * 40) / 2 ** 20, // coefficients in 32 bits for up to 4 components, and copies
      ...(asStored ? { colorTransform: false } : {}),
    });
    if (data.length === 3 * pixels) return data;
    throw new Error(`${String(data.length / 3)} pixels, not the header's ${String(pixels)}`);
  } catch (cause) {
    const said =
      cause instanceof TypeError
        ? "a table that it uses is missing"
        : cause instanceof Error
          ? cause.message
          : String(cause);
    throw new ImageError(`the image data is broken: ${said}`, { format: "jpeg", file, cause });
  }
}

/** Weights each pixel's three values into one, by default those of ITU-R BT.601 luma. */
function luma(rgb: Uint8Array, red = 0.299, green = 0.587, blue = 0.114): Uint8Array {
  const gray = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < gray.length; i++)
    gray[i] = Math.round(red * rgb[3 * i] + green * rgb[3 * i + 1] + blue * rgb[3 * i + 2]);
  return gray;
}
