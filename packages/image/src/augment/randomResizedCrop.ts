import type { Random } from "@tensorloom/core";
import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { crop } from "../geometry/crop.ts";
import { checkImage, type Image, type Pixels } from "../image/image.ts";
import { checkRange } from "./checkRange.ts";
import { resize, RESIZE_OPTIONS, type ResizeOptions } from "../resample/resize.ts";
import type { Augmentation } from "./augmentation.ts";

/**
 * The size of the result and how much of the image may be in it.
 *
 * @inline
 */
export interface RandomResizedCropOptions extends ResizeOptions {
  /** The least and the most of the image's area; default `[0.08, 1]`. */
  readonly area?: readonly [least: number, most: number] | undefined;
  /** The least and the most of width divided by height; default `[3 / 4, 4 / 3]`. */
  readonly aspect?: readonly [least: number, most: number] | undefined;
}

const KNOWN: OptionKinds<RandomResizedCropOptions> = { ...RESIZE_OPTIONS, area: "object", aspect: "object" };
/** How often a rectangle is drawn before the middle is taken. */
const ATTEMPTS = 10;

/**
 * Cuts out a rectangle of any area and aspect ratio within bounds, anywhere in the image, and resizes it.
 *
 * As in torchvision: a rectangle that does not fit into the image is drawn again, ten times at most; then the middle of
 * the image is taken, the largest part of it that keeps to the bounds of the aspect ratio. Sides are rounded to pixels.
 *
 * @throws RangeError if a bound is out of range or upside down.
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
    const ratio = aspect[0] * (aspect[1] / aspect[0]) ** random.uniform(); // as likely twice as wide as twice as high
    const [height, width] = [Math.round(Math.sqrt(pixels / ratio)), Math.round(Math.sqrt(pixels * ratio))];
    if (height < 1 || width < 1 || height > image.height || width > image.width) return undefined;
    const top = random.integer(image.height - height + 1);
    return { top, left: random.integer(image.width - width + 1), height, width };
  };
  return <P extends Pixels>(image: Image<P>, random: Random) => {
    const checked = checkImage("randomResizedCrop", image);
    let drawn: Rectangle | undefined;
    for (let attempt = 0; drawn === undefined && attempt < ATTEMPTS; attempt++) drawn = draw(checked, random);
    return resize(crop(checked, drawn ?? centralRectangle(checked, aspect)), size);
  };
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

/** The largest rectangle about the middle whose aspect ratio is within bounds. */
function centralRectangle(image: Size, [narrow, broad]: readonly [number, number]): Rectangle {
  const ratio = image.width / image.height;
  const height = ratio < narrow ? Math.max(Math.round(image.width / narrow), 1) : image.height;
  const width = ratio > broad ? Math.max(Math.round(image.height * broad), 1) : image.width;
  return { top: (image.height - height) >> 1, left: (image.width - width) >> 1, height, width };
}
