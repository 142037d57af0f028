import { checkImage, formatShape, type Image, type Pixels } from "../image/image.ts";
import { checkUnitRange } from "../image/unitRange.ts";

/**
 * Checks an image for every operation of a policy, so that an error does not depend on what is drawn.
 *
 * @returns The image.
 * @throws RangeError if it does not have 1 to 4 channels, or floats are in 0..255.
 */
export function checkPolicyImage<P extends Pixels>(name: string, image: Image<P>): Image<P> {
  const checked = checkUnitRange(name, checkImage(name, image));
  if (checked.channels <= 4) return checked;
  throw new RangeError(`${name}: image must have 1 to 4 channels, got ${formatShape(checked)}`);
}
