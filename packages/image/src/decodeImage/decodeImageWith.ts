import { checkOptions, integer, oneOf } from "@tensorloom/core/internal";
import { setChannels } from "../channels/setChannels.ts";
import type { ImageFormat } from "../files/imageFormat.ts";
import { type ImageInfo, readImageInfo } from "../files/imageInfo.ts";
import { webpOrientation } from "../files/webpOrientation.ts";
import { orient } from "../geometry/orient.ts";
import { checkBytes } from "../image/checkBytes.ts";
import type { Image } from "../image/image.ts";
import { ImageError } from "../image/imageError.ts";
import { DEFAULT_MAX_PIXELS } from "../image/maxPixels.ts";
import type { DecodeJpegOptions } from "../jpeg/validate/decodeJpegOptions.ts";
import { checkScale, chooseScale } from "../jpeg/validate/chooseScale.ts";
import { exifOrientation } from "../jpeg/file/exifOrientation.ts";
import type { DecodePngOptions } from "../png/decodePngWith.ts";
import { decodeBmp } from "./decodeBmp.ts";
import { DECODE_IMAGE_OPTIONS, type DecodeImageOptions } from "./decodeImageOptions.ts";

/** What a decoder of another library needs to know. */
export interface ForeignFile {
  readonly bytes: Uint8Array;
  readonly format: Exclude<ImageFormat, "bmp">;
  readonly info: ImageInfo;
  readonly file: string | undefined;
  /** The size to decode to, if it is not the file's own. */
  readonly size?: { readonly height: number; readonly width: number } | undefined;
}

/** The decoders of an environment. */
export interface Decoders {
  readonly jpeg: (bytes: Uint8Array, options: DecodeJpegOptions) => Promise<Image<Uint8Array>>;
  readonly png: (
    bytes: Uint8Array,
    options: DecodePngOptions & { readonly dtype: "uint8" },
  ) => Promise<Image<Uint8Array>>;
  /** Decodes WebP, GIF and AVIF. */
  readonly foreign: (file: ForeignFile) => Promise<Image<Uint8Array>>;
  /** Decodes every format but BMP with the browser, without rotating it. Undefined in Node. */
  readonly browser?: (file: ForeignFile) => Promise<Image<Uint8Array>>;
}

const NAME = "decodeImage";

/** Decodes an image of any known format with the decoders of an environment. */
export async function decodeImageWith(
  decoders: Decoders,
  input: Uint8Array | Uint8ClampedArray,
  options: DecodeImageOptions,
): Promise<Image<Uint8Array>> {
  const known = checkOptions(NAME, options, DECODE_IMAGE_OPTIONS);
  const { channels = 0, minSize, maxPixels, file, decoder = "exact" } = known;
  const upright = options.orient ?? false;
  oneOf(`${NAME}: channels`, channels, [0, 1, 3, 4]);
  checkScale(NAME, { minSize });
  oneOf(`${NAME}: decoder`, decoder, ["exact", "browser"]);
  if (decoder === "browser" && decoders.browser === undefined)
    throw new RangeError(`${NAME}: decoder must be "exact" in Node, which has no browser's decoder`);
  const most = integer(`${NAME}: maxPixels`, maxPixels ?? DEFAULT_MAX_PIXELS, 1);
  const bytes = checkBytes(NAME, input);
  const info = readImageInfo(bytes, file);
  const { format, height, width } = info;
  if (height * width > most)
    throw new ImageError(
      `${String(height)} rows of ${String(width)} exceed the limit of ${String(most)} pixels`,
      { format, file },
    );
  const wanted = channels === 0 ? info.channels : channels;
  const { browser } = decoders;
  if (decoder === "browser" && browser !== undefined && format !== "bmp") {
    const orientation = upright ? orientationOf(bytes, format, file) : 1;
    const { ratio, outputHeight, outputWidth } = chooseScale(info, { minSize: turned(minSize, orientation) });
    const size = ratio === 1 ? undefined : { height: outputHeight, width: outputWidth };
    const image = setChannels(await browser({ bytes, format, info, file, size }), wanted);
    return orientation === 1 ? image : orient(image, orientation);
  }
  if (format === "png") return decoders.png(bytes, { channels, maxPixels, file, dtype: "uint8" });
  if (format === "jpeg") {
    const orientation = upright ? exifOrientation(bytes, file) : 1;
    const swapped = turned(minSize, orientation);
    const stored = wanted === 4 ? 3 : wanted === 1 ? 1 : 3;
    const image = await decoders.jpeg(bytes, { channels: stored, minSize: swapped, maxPixels, file });
    return setChannels(orientation === 1 ? image : orient(image, orientation), wanted);
  }
  if (format === "bmp") return setChannels(decodeBmp(bytes, file), wanted);
  const orientation = upright ? orientationOf(bytes, format, file) : 1;
  const image = setChannels(await decoders.foreign({ bytes, format, info, file }), wanted);
  return orientation === 1 ? image : orient(image, orientation);
}

/** The EXIF orientation of a file, as far as its format has one that counts. */
function orientationOf(bytes: Uint8Array, format: ImageFormat, file: string | undefined): number {
  if (format === "jpeg") return exifOrientation(bytes, file);
  return format === "webp" ? webpOrientation(bytes) : 1;
}

type Size = DecodeImageOptions["minSize"];

/** The size of the stored image, which an orientation above 4 turns on its side. */
function turned(size: Size, orientation: number): Size {
  return orientation > 4 && size !== undefined ? { height: size.width, width: size.height } : size;
}
