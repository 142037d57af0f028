import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { checkImage, countColorChannels, copyImage, type Image, type Pixels } from "../image/image.ts";
import { checkUnitRange } from "../image/unitRange.ts";
import { asKindOf, countLevels, hasBytes, lookUp } from "./levelTables.ts";

/**
 * Options of {@link autocontrast}.
 *
 * @inline
 */
export interface AutocontrastOptions {
  /**
   * The share of pixels to ignore at each end of the histogram, from 0 to 0.5; default 0.
   *
   * Images of floats take 0 only.
   */
  readonly cutoff?: number | undefined;
}

const KNOWN: OptionKinds<AutocontrastOptions> = { cutoff: "number" };

/**
 * Stretches each colour channel to the full range; alpha is unchanged.
 *
 * The lowest value becomes 0, and the highest 255 (or 1, for floats). A channel of one value is unchanged.
 *
 * @throws RangeError if the cutoff is out of range, or floats are in 0..255.
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageOps.html#PIL.ImageOps.autocontrast
 * @example
 * ```ts
 * import { autocontrast } from "@tensorloom/image";
 *
 * autocontrast({ data: Uint8Array.of(100, 120, 150), height: 1, width: 3, channels: 1 }).data; // => Uint8Array.of(0, 102, 255)
 * ```
 */
export function autocontrast<P extends Pixels>(image: Image<P>, options: AutocontrastOptions = {}): Image<P> {
  const { cutoff = 0 } = checkOptions("autocontrast", options, KNOWN);
  const checked = checkUnitRange("autocontrast", checkImage("autocontrast", image));
  finite("autocontrast: cutoff", cutoff, 0, hasBytes(checked) ? 0.5 : 0);
  if (!hasBytes(checked)) return stretchFloats(checked);
  return asKindOf(
    image,
    lookUp(
      checked,
      countLevels(checked).map((counts) => stretchingTable(counts, cutoff)),
    ),
  );
}

/** The table of `ImageOps.autocontrast` of Pillow. */
function stretchingTable(counts: Int32Array, cutoff: number): Uint8Array {
  const kept = counts.slice();
  const cut = Math.floor(counts.reduce((sum, count) => sum + count, 0) * cutoff);
  removeCounts(kept, cut);
  removeCounts(kept.reverse(), cut);
  kept.reverse();
  const lowest = kept.findIndex((count) => count > 0);
  const highest = kept.findLastIndex((count) => count > 0);
  if (highest <= lowest) return Uint8Array.from(counts.keys());
  const scale = 255 / (highest - lowest);
  const offset = -lowest * scale;
  return Uint8Array.from(counts.keys(), (level) =>
    Math.min(Math.max(Math.trunc(level * scale + offset), 0), 255),
  );
}

/** Subtracts from the first counts until `cut` pixels are removed. */
function removeCounts(counts: Int32Array, cut: number): void {
  let left = cut;
  for (let level = 0; level < 256 && left > 0; level++) {
    const removed = Math.min(counts[level], left);
    counts[level] -= removed;
    left -= removed;
  }
}

function stretchFloats<P extends Pixels>(image: Image<P>): Image<P> {
  const result = copyImage(image);
  const { data, channels } = result;
  for (let c = 0; c < countColorChannels(image); c++) {
    let [lowest, highest] = [Infinity, -Infinity];
    for (let i = c; i < data.length; i += channels) {
      lowest = Math.min(lowest, data[i]);
      highest = Math.max(highest, data[i]);
    }
    if (!(highest > lowest)) continue;
    const scale = 1 / (highest - lowest);
    for (let i = c; i < data.length; i += channels) data[i] = (data[i] - lowest) * scale;
  }
  return result;
}
