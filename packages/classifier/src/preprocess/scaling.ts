import { checkOptions, finite, isRecord, oneOf, type OptionKinds, shown } from "@tensorloom/core/internal";
import { type Image, normalize } from "@tensorloom/image";

/**
 * How bytes become the numbers that a model reads.
 *
 * @inline
 */
export type Scaling =
  | "none"
  | "unit"
  | "symmetric"
  | "imagenet"
  | { readonly mean: number | readonly number[]; readonly deviation: number | readonly number[] };

/** Mean and standard deviation of each channel, of pixels in 0..1: `(x / 255 - mean) / deviation`. */
interface Normalization {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

const NAMED: Readonly<Record<Exclude<Scaling, object | "none">, Normalization>> = {
  unit: { mean: [0], deviation: [1] },
  symmetric: { mean: [0.5], deviation: [0.5] },
  // torchvision.transforms, and keras.applications.imagenet_utils (mode "torch")
  imagenet: { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
};

const NORMALIZATION: OptionKinds<Exclude<Scaling, string>> = { mean: "any", deviation: "any" };

/** @throws RangeError or TypeError if a scaling is unknown, or does not fit the channels. */
export function checkScaling(caller: string, scaling: Scaling, channels: number): Scaling {
  const value: unknown = scaling;
  const name = `${caller}: scaling`;
  if (typeof value === "string") oneOf(name, value, ["none", ...Object.keys(NAMED)]);
  else if (!isRecord(value))
    throw new TypeError(`${name} must be a name or { mean, deviation }, got ${shown(value)}`);
  else checkOptions<object>(name, value, NORMALIZATION);
  if (scaling === "none") return scaling;
  const { mean, deviation } = normalizationOf(scaling);
  for (const [field, list] of Object.entries({ mean, deviation })) {
    if (list.length !== 1 && list.length !== channels)
      throw new RangeError(
        `${name}: ${field} must be one number or ${String(channels)}, one per channel, got ${String(list.length)}`,
      );
    for (const number of list) finite(`${name}: ${field}`, number);
  }
  if (deviation.some((number) => number <= 0))
    throw new RangeError(`${name}: deviation must be above 0, got ${deviation.join(", ")}`);
  return scaling;
}

/** Scales an image of bytes to floats; `"none"` returns it as it is. */
export function scale(image: Image<Uint8Array>, scaling: Scaling): Image {
  if (scaling === "none") return image;
  const { mean, deviation: std } = normalizationOf(scaling);
  return normalize(image, { mean, std });
}

function normalizationOf(scaling: Exclude<Scaling, "none">): Normalization {
  if (typeof scaling === "string") return NAMED[scaling];
  return { mean: [scaling.mean].flat(), deviation: [scaling.deviation].flat() };
}
