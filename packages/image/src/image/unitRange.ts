import { finite } from "@tensorloom/core/internal";
import type { Image, Pixels } from "./image.ts";

/** The largest mean of values above 1 that is still overshoot. */
const MAX_OVERSHOOT = 16;
/** The number of values that are sampled. */
const SAMPLES = 4096;

/**
 * Throws if floats in 0..1 are expected but are in 0..255.
 *
 * The result would be white.
 *
 * @returns The image.
 * @throws RangeError if they are in 0..255.
 */
export function checkUnitRange<P extends Pixels>(name: string, image: Image<P>): Image<P> {
  const { data } = image;
  if (data instanceof Uint8Array) return image;
  const step = Math.max(Math.floor(data.length / SAMPLES), 1);
  let above = 0;
  let sum = 0;
  for (let i = 0; i < data.length; i += step)
    if (data[i] > 1 && data[i] < Infinity) {
      above++;
      sum += data[i];
    }
  if (sum <= above * MAX_OVERSHOOT) return image;
  throw new RangeError(
    `${name}: image.data must be floats in 0..1, got values of ${String(Math.round(sum / above))} on average above 1; divide levels of 0..255 by 255, or keep them in a Uint8Array`,
  );
}

/**
 * Checks an amount in 0..1, the unit for bytes, too.
 *
 * @throws RangeError; the message explains the unit.
 */
export function checkUnitAmount(name: string, value: number, least: number, most = 1): number {
  if (typeof value === "number" && value > 1 && value <= 255 && most === 1)
    throw new RangeError(
      `${name} must be a finite number from ${String(least)} to 1, got ${String(value)}; values are in 0..1, those of bytes too: for ${String(value)} of 255 levels, write ${String(value)} / 255`,
    );
  return finite(name, value, least, most);
}
