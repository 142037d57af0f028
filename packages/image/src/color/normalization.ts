import { checkOptions, finite, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { formatShape, type Image } from "../image/image.ts";
import { unsetFloats } from "../image/unsetMemory.ts";

/**
 * Options of {@link normalize} and {@link denormalize}: a preset, or a mean and a standard deviation.
 *
 * @inline
 */
export interface NormalizationOptions {
  /**
   * The name of known values, for pixels in 0..1.
   *
   * `"imagenet"` is torchvision's mean 0.485, 0.456, 0.406 and deviation 0.229, 0.224, 0.225. `"clip"` is CLIP's.
   * `"symmetric"` maps to -1..1. `"unit"` keeps 0..1.
   */
  readonly preset?: "imagenet" | "clip" | "symmetric" | "unit" | undefined;
  /** The mean of every channel, or one per channel; default 0. */
  readonly mean?: number | readonly number[] | undefined;
  /** The standard deviation of every channel, or one per channel, above 0; default 1. */
  readonly std?: number | readonly number[] | undefined;
  /** The factor that pixels are multiplied by first, above 0; default 1 / 255 for bytes, 1 for floats. */
  readonly scale?: number | undefined;
  /** Memory for the result, such as a row of a batch: as many numbers as the image has. Default: new memory. */
  readonly out?: Float32Array | undefined;
}

const KNOWN: OptionKinds<NormalizationOptions> = {
  preset: "string",
  mean: "any",
  std: "any",
  scale: "number",
  out: "any",
};

/** A mean and standard deviation of each channel, or of all. */
interface Statistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

const PRESETS: Readonly<Record<NonNullable<NormalizationOptions["preset"]>, Statistics>> = {
  // torchvision.transforms, and keras.applications.imagenet_utils (mode "torch")
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  // https://github.com/openai/CLIP, clip/clip.py
  clip: { mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711] },
  // keras.applications.imagenet_utils (mode "tf")
  symmetric: { mean: [0.5], std: [0.5] },
  unit: { mean: [0], std: [1] },
};

/** Checked options. */
interface Normalization extends Statistics {
  readonly scale: number | undefined;
  readonly output: Float32Array;
}

/**
 * Checks the options of a function for an image.
 *
 * @throws TypeError or RangeError if they are invalid, or do not fit the image.
 */
export function checkNormalization(name: string, image: Image, options: NormalizationOptions): Normalization {
  const { preset, scale, out, ...own } = checkOptions(name, options, KNOWN);
  if (preset !== undefined) {
    oneOf(`${name}: preset`, preset, Object.keys(PRESETS));
    if (own.mean !== undefined || own.std !== undefined)
      throw new RangeError(`${name}: set preset, or mean and std, not both`);
  }
  const { mean, std } =
    preset === undefined ? { mean: listOf(own.mean ?? 0), std: listOf(own.std ?? 1) } : PRESETS[preset];
  for (const [field, values] of Object.entries({ mean, std })) {
    if (values.length !== 1 && values.length !== image.channels)
      throw new RangeError(
        `${name}: ${field} must be one number or ${String(image.channels)}, one per channel of ${formatShape(image)}, got ${String(values.length)}`,
      );
    for (const value of values) finite(`${name}: ${field}`, value);
  }
  checkPositive(`${name}: std`, std);
  if (scale !== undefined) checkPositive(`${name}: scale`, [finite(`${name}: scale`, scale)]);
  return { mean, std, scale, output: checkOut(name, out, image.data.length) };
}

const listOf = (value: number | readonly number[]): readonly number[] =>
  typeof value === "number" ? [value] : [...value];

function checkPositive(name: string, values: readonly number[]): void {
  const wrong = values.find((value) => value <= 0);
  if (wrong !== undefined) throw new RangeError(`${name} must be above 0, got ${String(wrong)}`);
}

function checkOut(name: string, out: Float32Array | undefined, length: number): Float32Array {
  if (out === undefined) return unsetFloats(length);
  const value: unknown = out;
  if (!(value instanceof Float32Array)) throw new TypeError(`${name}: out must be a Float32Array`);
  if (out.length === length) return out;
  throw new RangeError(`${name}: out must hold ${String(length)} numbers, got ${String(out.length)}`);
}
