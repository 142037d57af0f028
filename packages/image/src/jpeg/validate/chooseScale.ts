import { checkOptions, integer, oneOf, shown } from "@tensorloom/core/internal";
import type { DecodeJpegOptions } from "./decodeJpegOptions.ts";

type Scale = Pick<DecodeJpegOptions, "ratio" | "minSize">;

/**
 * Checks the options that scale a picture down.
 *
 * @throws RangeError or TypeError if one is invalid, or both are set.
 */
export function checkScale(name: string, { ratio, minSize }: Scale): void {
  if (ratio !== undefined) oneOf(`${name}: ratio`, ratio, [1, 2, 4, 8]);
  if (minSize === undefined) return;
  if (ratio !== undefined)
    throw new RangeError(
      `${name}: set ratio or minSize, not both; got ${shown(ratio)} and ${shown(minSize)}`,
    );
  checkOptions(`${name}: minSize`, minSize, { height: "number", width: "number" });
  integer(`${name}: minSize.height`, minSize.height, 1);
  integer(`${name}: minSize.width`, minSize.width, 1);
}

/**
 * Chooses the ratio and the size of the decoded image, from checked options.
 *
 * With `minSize` it is the largest ratio whose sides are at least as large.
 */
export function chooseScale(
  { height, width }: { readonly height: number; readonly width: number },
  { ratio, minSize }: Scale,
): { readonly ratio: 1 | 2 | 4 | 8; readonly outputHeight: number; readonly outputWidth: number } {
  const fits = (by: number): boolean =>
    minSize !== undefined &&
    Math.ceil(height / by) >= minSize.height &&
    Math.ceil(width / by) >= minSize.width;
  const chosen = ratio ?? ([8, 4, 2] as const).find(fits) ?? 1;
  return { ratio: chosen, outputHeight: Math.ceil(height / chosen), outputWidth: Math.ceil(width / chosen) };
}
