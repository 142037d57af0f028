import type { Random } from "@tensorloom/core";
import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkImage, type Image } from "../image/image.ts";
import { checkRange } from "./checkRange.ts";
import { RESIZE_OPTIONS, type ResizeOptions } from "../resample/resize.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { drawnAugmentation } from "../transform/change.ts";
import { cropping } from "../transform/movements.ts";

/**
 * The size of the result, and bounds of the crop.
 *
 * @inline
 */
export interface RandomResizedCropOptions extends ResizeOptions {
  /** The smallest and largest fraction of the image's area; default `[0.08, 1]`. */
  readonly area?: readonly [least: number, most: number] | undefined;
  /** The smallest and largest ratio of width to height; default `[3 / 4, 4 / 3]`. */
  readonly aspect?: readonly [least: number, most: number] | undefined;
}

const KNOWN: OptionKinds<RandomResizedCropOptions> = { ...RESIZE_OPTIONS, area: "object", aspect: "object" };
/** The number of attempts to draw a rectangle that fits. */
const ATTEMPTS = 10;

/**
 * Crops an image at random and resizes the result.
 *
 * The area and the aspect ratio of the crop are random, within bounds.
 *
 * As in torchvision, a rectangle that does not fit into the image is drawn again, at most ten times. Then the largest
 * central rectangle within the bounds of the aspect ratio is taken. Sides are rounded to pixels.
 *
 * @throws RangeError if a bound is out of range or reversed.
 * @see https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomResizedCrop.html
 * @see Szegedy et al. 2014, Going Deeper with Convolutions, arXiv:1409.4842, section 6
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomResizedCrop } from "@tensorloom/image";
 *
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * randomResizedCrop({ height: 32, width: 32, area: [0.5, 1] })(image, random(42)).width; // => 32
 * ```
 */
export function randomResizedCrop(options: RandomResizedCropOptions): Augmentation {
  const { area: [least, most] = [0.08, 1], aspect = [3 / 4, 4 / 3], ...size } = checkCropOptions(options);
  const draw = (image: Size, random: Random): Rectangle | undefined => {
    const pixels = image.height * image.width * (least + (most - least) * random.uniform());
    const ratio = aspect[0] * (aspect[1] / aspect[0]) ** random.uniform(); // uniform in the logarithm, so that 2:1 is as probable as 1:2
    const [height, width] = [Math.round(Math.sqrt(pixels / ratio)), Math.round(Math.sqrt(pixels * ratio))];
    if (height < 1 || width < 1 || height > image.height || width > image.width) return undefined;
    const top = random.integer(image.height - height + 1);
    return { top, left: random.integer(image.width - width + 1), height, width };
  };
  return drawnAugmentation((image, random) => {
    const checked = checkImage("randomResizedCrop", image);
    let drawn: Rectangle | undefined;
    for (let attempt = 0; drawn === undefined && attempt < ATTEMPTS; attempt++) drawn = draw(checked, random);
    return cropping(drawn ?? centralRectangle(checked, aspect), size);
  });
}

function checkCropOptions(options: RandomResizedCropOptions): RandomResizedCropOptions {
  const { height, width, area = [0, 1], aspect = [1, 1] } = checkOptions("randomResizedCrop", options, KNOWN);
  integer("randomResizedCrop: height", height, 1);
  integer("randomResizedCrop: width", width, 1);
  const [least, most] = checkRange("randomResizedCrop: area", area);
  finite("randomResizedCrop: area[1]", most, finite("randomResizedCrop: area[0]", least, 0, 1), 1);
  const [narrow, broad] = checkRange("randomResizedCrop: aspect", aspect);
  finite("randomResizedCrop: aspect[1]", broad, finite("randomResizedCrop: aspect[0]", narrow, 0.01), 100);
  return options;
}

type Size = Pick<Image, "height" | "width">;

interface Rectangle extends Size {
  readonly top: number;
  readonly left: number;
}

/** The largest central rectangle whose aspect ratio is within bounds. */
function centralRectangle(image: Size, [narrow, broad]: readonly [number, number]): Rectangle {
  const ratio = image.width / image.height;
  const height = ratio < narrow ? Math.max(Math.round(image.width / narrow), 1) : image.height;
  const width = ratio > broad ? Math.max(Math.round(image.height * broad), 1) : image.width;
  return { top: (image.height - height) >> 1, left: (image.width - width) >> 1, height, width };
}
