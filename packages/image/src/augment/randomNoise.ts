import { finite, type Random } from "@tensorloom/core";
import { blank, type Image, type Pixels } from "../image.ts";
import type { Augmentation } from "./augmentation.ts";

/** How strong the noise is. */
export interface RandomNoiseOptions {
  /** The least and the most standard deviation, in the unit 0..1, also for bytes. */
  readonly deviation: readonly [least: number, most: number];
}

/**
 * Adds Gaussian noise to every value, of a deviation that is uniform in a range.
 *
 * Bytes are rounded and cut to 0..255; floats are not cut.
 *
 * @throws RangeError where the range is below 0 or upside down.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomNoise } from "@tensorloom/image";
 *
 * const gray = { data: new Uint8Array(64).fill(128), height: 8, width: 8, channels: 1 };
 * new Set(randomNoise({ deviation: [0.05, 0.05] })(gray, random(42)).data).size > 1; // => true
 * ```
 */
export function randomNoise({ deviation: [least, most] }: RandomNoiseOptions): Augmentation {
  finite("randomNoise: deviation[1]", most, finite("randomNoise: deviation[0]", least, 0));
  return <P extends Pixels>(image: Image<P>, random: Random) => {
    const { data, height, width } = image;
    const bytes = data instanceof Uint8Array;
    const strength = (least + (most - least) * random.uniform()) * (bytes ? 255 : 1);
    const result = blank(image, height, width);
    const { data: made }: Image = result; // either kind, for the line below to tell
    const into = made instanceof Uint8Array ? new Uint8ClampedArray(made.buffer) : made;
    for (let i = 0; i < data.length; i++) into[i] = data[i] + strength * random.normal();
    return result;
  };
}
