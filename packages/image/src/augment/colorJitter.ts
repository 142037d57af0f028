import type { Random } from "@tensorloom/core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { adjustBrightness } from "../color/adjustBrightness.ts";
import { adjustContrast } from "../color/adjustContrast.ts";
import { adjustHue } from "../color/adjustHue.ts";
import { adjustSaturation } from "../color/adjustSaturation.ts";
import { checkImage, copyImage, type Image, type Pixels } from "../image/image.ts";
import { checkUnitAmount } from "../image/unitRange.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { pixelOnly } from "../transform/pixelOnly.ts";

/**
 * A range of factors.
 *
 * @inline
 */
type FactorRange = readonly [least: number, most: number];

/**
 * Options of {@link colorJitter}; what is omitted does not change.
 *
 * @inline
 */
export interface ColorJitterOptions {
  /** The largest change of hue, from 0 to 0.5 turns. Three channels only. */
  readonly hue?: number | undefined;
  /** The range of the saturation factor: `[0.7, 1.3]`. Three channels only. */
  readonly saturation?: FactorRange | undefined;
  /** The range of the contrast factor: `[0.8, 1.2]`. */
  readonly contrast?: FactorRange | undefined;
  /** The largest change of brightness, from 0 to 1. */
  readonly brightness?: number | undefined;
}

const KNOWN: OptionKinds<ColorJitterOptions> = {
  hue: "number",
  saturation: "object",
  contrast: "object",
  brightness: "number",
};

/**
 * Changes hue, saturation, contrast and brightness at random.
 *
 * The changes are applied in this order, each drawn uniformly from its range. Alpha is unchanged.
 *
 * @throws RangeError if a range is out of bounds or reversed.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { colorJitter } from "@tensorloom/image";
 *
 * const jitter = colorJitter({ saturation: [0.7, 1.3], contrast: [0.8, 1.2], brightness: 0.1 });
 * const image = { data: new Uint8Array(3).fill(100), height: 1, width: 1, channels: 3 };
 * const [here, there] = [jitter(image, random(42, 0, 7)), jitter(image, random(42, 0, 7))];
 * here.data.join() === there.data.join(); // => true
 * ```
 */
export function colorJitter(options: ColorJitterOptions): Augmentation {
  const { hue, saturation, contrast, brightness } = checkOptions("colorJitter", options, KNOWN);
  if (hue !== undefined) finite("colorJitter: hue", hue, 0, 0.5);
  if (brightness !== undefined) checkUnitAmount("colorJitter: brightness", brightness, 0);
  for (const [name, range] of Object.entries({ saturation, contrast }))
    if (range !== undefined)
      finite(`colorJitter: ${name}[1]`, range[1], finite(`colorJitter: ${name}[0]`, range[0], 0));
  return pixelOnly(<P extends Pixels>(image: Image<P>, random: Random) => {
    const within = ([least, most]: FactorRange): number => least + (most - least) * random.uniform();
    let changed = image;
    if (hue !== undefined) changed = adjustHue(changed, within([-hue, hue]));
    if (saturation !== undefined) changed = adjustSaturation(changed, within(saturation));
    if (contrast !== undefined) changed = adjustContrast(changed, within(contrast));
    if (brightness !== undefined) changed = adjustBrightness(changed, within([-brightness, brightness]));
    return changed === image ? copyImage(checkImage("colorJitter", image)) : changed;
  });
}
