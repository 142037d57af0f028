import { decode } from "jpeg-js";
import { type DecodeJpegOptions } from "../jpeg/validate/decodeJpegOptions.ts";
import { type ValidatedJpeg, validateJpeg } from "../jpeg/validate/validateJpeg.ts";
import { copyToAllocated } from "../jpeg/decode/copyToAllocated.ts";
import { checkBytes } from "../image/checkBytes.ts";
import type { Image } from "../image/image.ts";
import { ImageError } from "../image/imageError.ts";
import { JPEG_JS_COST } from "../jpeg/validate/jpegCost.ts";
import { fileForJpegJs } from "./fileForJpegJs.ts";
import { toLuma, takeRed } from "./luma.ts";

const NAME = "decodeWithJpegJs";

/**
 * Decodes a JPEG with jpeg-js, synchronously and in any JavaScript engine.
 *
 * jpeg-js shares no code with the decoders of `@tensorloom/image`: compare the two if a file looks wrong. It repeats
 * chroma samples and has an accurate IDCT, so its pixels are not TensorFlow's. It is several times slower and takes
 * more memory, so smaller files reach the default limits. It does not read arithmetic coding, CMYK without an Adobe
 * marker, or truncated files. EXIF orientation is not applied.
 *
 * @param bytes - The whole file; it is copied.
 * @param options - As for `decodeJpegSync` of `@tensorloom/image`. `strict` turns jpeg-js's tolerance off,
 *   `tryRecoverTruncated` recovers nothing, and `ratio` must be 1.
 * @throws ImageError if jpeg-js cannot read the bytes, or they are not a JPEG, are truncated or broken, or exceed a
 *   limit.
 * @throws TypeError for an unknown option, or `bytes` that are not bytes.
 * @see https://github.com/jpeg-js/jpeg-js
 * @example
 * ```ts
 * import { decodeJpegSync, encodeJpegSync } from "@tensorloom/image";
 * import { decodeWithJpegJs } from "@tensorloom/image/jpeg-js";
 *
 * const bytes = encodeJpegSync({ data: new Uint8Array(8 * 8 * 3).fill(128), height: 8, width: 8, channels: 3 });
 * const [ours, theirs] = [decodeJpegSync(bytes).data, decodeWithJpegJs(bytes).data];
 * ours.every((level, i) => Math.abs(level - theirs[i]) < 4); // => true
 * ```
 */
export function decodeWithJpegJs(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodeJpegOptions = {},
): Image<Uint8Array> {
  const validated = validateJpeg(NAME, checkBytes(NAME, bytes), options, { cost: JPEG_JS_COST });
  const { height, width, ratio, outputChannels: channels } = validated;
  if (ratio !== 1)
    throw new RangeError(`${NAME}: ratio must be 1, got ${String(ratio)}; jpeg-js does not scale`);
  const rgb = decodeRgb(validated, options);
  const { colors } = validated;
  const stored = colors === "gray" || colors === "ycbcr";
  const pixels = channels === 3 ? rgb : stored ? takeRed(rgb) : toLuma(rgb);
  const data = copyToAllocated(NAME, pixels, options.allocate);
  options.onDecode?.({ decoder: "jpeg-js", reason: "this is the jpeg-js entry", warnings: [] });
  return { data, height, width, channels };
}

function decodeRgb(validated: ValidatedJpeg, { file, strict = false }: DecodeJpegOptions): Uint8Array {
  const { height, width, colors, outputChannels, truncated } = validated;
  const fail = (what: string, cause?: unknown): ImageError =>
    new ImageError(`jpeg-js ${what}; decodeJpeg of @tensorloom/image may read it`, {
      format: "jpeg",
      file,
      cause,
    });
  if (truncated) throw fail("does not recover truncated files");
  const pixels = height * width;
  // Without conversion, the first of three components is the luma.
  const asStored = colors === "rgb" || (colors === "ycbcr" && outputChannels === 1);
  let data: Uint8Array;
  try {
    ({ data } = decode(fileForJpegJs(validated, asStored), {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: !strict,
      maxResolutionInMP: (pixels + 1) / 1e6,
      maxMemoryUsageInMB: 256 + (pixels * 40) / 2 ** 20, // enough for any validated file
      ...(asStored ? { colorTransform: false } : {}),
    }));
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw fail(
      `cannot decode the image data: ${cause instanceof TypeError ? "a table is missing" : said}`,
      cause,
    );
  }
  if (data.length !== 3 * pixels)
    throw fail(`found ${String(data.length / 3)} pixels, not the header's ${String(pixels)}`);
  return data;
}
