import { shown } from "@tensorloom/core/internal";
import type { Image } from "@tensorloom/image";

/**
 * The colour of a patch: a number or one per channel; `"mean"` is the mean colour of the image.
 *
 * @inline
 */
export type Fill = "mean" | number | readonly number[];

/**
 * The value of each channel in a patch.
 *
 * @throws RangeError if it is not a colour of the image.
 */
export function fillColor(
  caller: string,
  fill: Fill,
  { data, channels }: Pick<Image, "data" | "channels">,
): Float32Array {
  if (fill === "mean") return meanColor(data, channels);
  const values: unknown = typeof fill === "number" ? Array<number>(channels).fill(fill) : fill;
  if (!Array.isArray(values) || values.length !== channels || !values.every(Number.isFinite))
    throw new RangeError(
      `${caller}: fill must be "mean", a number or ${String(channels)} numbers, got ${Array.isArray(fill) ? `[${fill.join(", ")}]` : shown(fill)}`,
    );
  return Float32Array.from(values as readonly number[]); // each is a finite number
}

function meanColor(data: Image["data"], channels: number): Float32Array {
  const sums = new Float64Array(channels);
  for (let at = 0; at < data.length; at++) sums[at % channels] += data[at];
  return Float32Array.from(sums, (sum) => (sum * channels) / data.length);
}
