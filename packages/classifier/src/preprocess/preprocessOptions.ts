import { checkOptions, finite, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { resize } from "@tensorloom/image";
import { checkScaling, type Scaling } from "./scaling.ts";

/**
 * The methods that `resize` of `@tensorloom/image` knows.
 *
 * @inline
 */
type Method = NonNullable<Parameters<typeof resize>[1]["method"]>;

/**
 * Options of {@link createPreprocess}.
 *
 * @inline
 */
export interface PreprocessOptions {
  /** Rows that the model reads. */
  readonly height: number;
  /** Columns that the model reads. */
  readonly width: number;
  /** 3 for RGB (default), 1 for gray. Alpha is dropped. */
  readonly channels?: 1 | 3 | undefined;
  /**
   * How a picture of other proportions becomes one of this size. `"stretch"` (default): its proportions change. `"crop"`:
   * only its central part is kept, as `crop_to_aspect_ratio` of Keras does. `"pad"`: it is padded with black.
   */
  readonly fit?: "stretch" | "crop" | "pad" | undefined;
  /** The fraction of each side to keep, from the centre, before anything else: above 0, up to 1 (default). */
  readonly crop?: number | undefined;
  /** How `resize` interpolates. Default `"bilinear"`. */
  readonly method?: Method | undefined;
  /** Whether pixels that shrink are averaged. Default false, as in Keras; true suits photographs, as in torchvision. */
  readonly antialias?: boolean | undefined;
  /** Whether image files are rotated upright by their EXIF orientation. Default true. */
  readonly orient?: boolean | undefined;
  /**
   * The numbers that the model reads. `"none"` (default): bytes, for a model whose first layer scales. `"unit"`: floats in
   * 0..1. `"symmetric"`: in -1..1. `"imagenet"`, or a mean and deviation of your own: `(x / 255 - mean) / deviation`.
   */
  readonly scaling?: Scaling | undefined;
}

/**
 * The options with their defaults: plain JSON.
 *
 * @inline
 */
export interface ResolvedPreprocess extends Required<PreprocessOptions> {
  readonly channels: 1 | 3;
  readonly fit: "stretch" | "crop" | "pad";
  readonly crop: number;
  readonly method: Method;
  readonly antialias: boolean;
  readonly orient: boolean;
  readonly scaling: Scaling;
}

const KNOWN: OptionKinds<PreprocessOptions> = {
  height: "number",
  width: "number",
  channels: "number",
  fit: "string",
  crop: "number",
  method: "string",
  antialias: "boolean",
  orient: "boolean",
  scaling: "any",
};

/** A picture of one pixel, on which `resize` checks its options. */
const PIXEL = { data: Uint8Array.of(0), height: 1, width: 1, channels: 1 };

/** @throws TypeError or RangeError if an option is unknown or invalid. */
export function resolvePreprocess(caller: string, options: PreprocessOptions): ResolvedPreprocess {
  const { height, width, ...rest } = checkOptions(caller, options, KNOWN);
  const { channels = 3, fit = "stretch", crop = 1, method = "bilinear" } = rest;
  const { antialias = false, orient = true, scaling = "none" } = rest;
  integer(`${caller}: height`, height, 1);
  integer(`${caller}: width`, width, 1);
  oneOf(`${caller}: channels`, channels, [1, 3]);
  oneOf(`${caller}: fit`, fit, ["stretch", "crop", "pad"]);
  finite(`${caller}: crop`, crop, 0, 1);
  if (crop === 0) throw new RangeError(`${caller}: crop must be above 0, got 0`);
  checkScaling(caller, scaling, channels);
  resize(PIXEL, { height: 1, width: 1, method, antialias });
  return Object.freeze({ height, width, channels, fit, crop, method, antialias, orient, scaling });
}
