import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { Image } from "../image/image.ts";
import { resize } from "../resample/resize.ts";
import { DECODE_IMAGE_OPTIONS, type DecodeImageOptions } from "./decodeImageOptions.ts";

/**
 * Options of `decodeResized`: the size, and those of `decodeImage`.
 *
 * @inline
 */
export interface DecodeResizedOptions extends Omit<DecodeImageOptions, "minSize"> {
  /** Rows of the result. */
  readonly height: number;
  /** Columns of the result. */
  readonly width: number;
  /**
   * Whether the pixels are those of decoding at full size and `resize` on every machine; default false.
   *
   * Otherwise they may differ from them, most of all in fine detail, if that is faster.
   */
  readonly exact?: boolean | undefined;
}

const { minSize: _, ...OTHERS } = DECODE_IMAGE_OPTIONS;
const KNOWN: OptionKinds<DecodeResizedOptions> = {
  ...OTHERS,
  height: "number",
  width: "number",
  exact: "boolean",
};

/** Decodes an image to a size; `scales` says if decoding JPEGs at a fraction of their size is the faster way. */
export async function decodeResizedWith(
  decode: (bytes: Uint8Array | Uint8ClampedArray, options: DecodeImageOptions) => Promise<Image<Uint8Array>>,
  scales: () => Promise<boolean>,
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodeResizedOptions,
): Promise<Image<Uint8Array>> {
  const { height, width, exact = false, ...others } = checkOptions("decodeResized", options, KNOWN);
  if (exact && others.decoder === "browser")
    throw new RangeError('decodeResized: exact must be false with decoder "browser", whose pixels differ');
  integer("decodeResized: height", height, 1);
  integer("decodeResized: width", width, 1);
  const minSize = exact || !(await scales()) ? undefined : { height, width };
  return resize(await decode(bytes, { ...others, minSize }), { height, width, antialias: true });
}
