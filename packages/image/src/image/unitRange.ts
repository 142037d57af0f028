import { finite } from "@tensorloom/core/internal";
import type { Image, Pixels } from "./image.ts";

/** Values above 1 that come to more than this on average are levels of 0..255, not 0..1 with some overshoot. */
const MAX_OVERSHOOT = 16;
/** So many values are looked at. */
const SAMPLES = 4096;

/**
 * Refuses an image of floats in 0..255 if floats in 0..1 are expected: the result would be white.
 *
 * @returns The image.
 * @throws RangeError
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
 * Checks an amount in the unit 0..1, in which bytes are adjusted too.
 *
 * @throws RangeError that explains the unit.
 */
export function checkUnitAmount(name: string, value: number, least: number, most = 1): number {
  if (typeof value === "number" && value > 1 && value <= 255 && most === 1)
    throw new RangeError(
      `${name} must be a finite number from ${String(least)} to 1, got ${String(value)}; values are in 0..1, those of bytes too: for ${String(value)} of 255 levels, say ${String(value)} / 255`,
    );
  return finite(name, value, least, most);
}
