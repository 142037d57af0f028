import { random } from "@tensorloom/core";
import { callable, checkOptions, integer, type OptionKinds, shown } from "@tensorloom/core/internal";
import { setChannels } from "../channels/setChannels.ts";
import { checkFourChannels } from "../channels/toGrayscale.ts";
import { contactSheet } from "../image/contactSheet.ts";
import { toUint8 } from "../image/convert.ts";
import type { Image } from "../image/image.ts";
import { resizeWithPad } from "../resample/resizeWithPad.ts";
import type { Augmentation } from "../transform/augmentation.ts";

/**
 * Options of {@link augmentationSheet}.
 *
 * @inline
 */
export interface AugmentationSheetOptions {
  /** The seed of the augmentation, a whole number; default 0. */
  readonly seed?: number | undefined;
  /** The number of augmented pictures per image; default 7. */
  readonly columns?: number | undefined;
  /** The height of a picture, in pixels; by default that of the first image. */
  readonly height?: number | undefined;
  /** The width of a picture, in pixels; by default that of the first image. */
  readonly width?: number | undefined;
  /** Pixels between pictures; default 2. */
  readonly gapPixels?: number | undefined;
}

const KNOWN: OptionKinds<AugmentationSheetOptions> = {
  seed: "number",
  columns: "number",
  height: "number",
  width: "number",
  gapPixels: "number",
};

/**
 * Shows what an augmentation does to images, as one picture.
 *
 * Each row begins with an image as it is; the others are augmented, with `random(seed, column, row)`. Pictures of
 * another size are resized, and padded to keep their aspect. The result is RGB without alpha. Write it to a file with
 * {@link encodePng}.
 *
 * @throws RangeError if there are no images, or an option is out of range.
 * @example
 * ```ts
 * import { augmentationSheet, encodePng, randAugment } from "@tensorloom/image";
 *
 * const images = [0, 1, 2].map((i) => ({ data: new Uint8Array(32 * 32 * 3).fill(80 * i), height: 32, width: 32, channels: 3 }));
 * const sheet = augmentationSheet(images, randAugment(), { seed: 42, columns: 5 });
 * const png = await encodePng(sheet); // then await writeFile("sheet.png", png)
 * [sheet.height, sheet.width, png.length > 0]; // => [100, 202, true]
 * ```
 */
export function augmentationSheet(
  images: readonly Image[],
  augmentation: Augmentation,
  options: AugmentationSheetOptions = {},
): Image<Uint8Array> {
  const { seed = 0, columns = 7, gapPixels = 2, ...size } = checkOptions("augmentationSheet", options, KNOWN);
  const list: unknown = images; // JavaScript may pass an image alone
  if (!Array.isArray(list))
    throw new TypeError(`augmentationSheet: images must be a list, got ${shown(list)}`);
  integer("augmentationSheet: images", images.length, 1);
  callable("augmentationSheet: augmentation", augmentation);
  integer("augmentationSheet: seed", seed);
  integer("augmentationSheet: columns", columns, 1);
  integer("augmentationSheet: gapPixels", gapPixels, 0);
  const checked = images.map((image) => checkFourChannels("augmentationSheet", image));
  const [first] = checked;
  const { height = first.height, width = first.width } = size;
  integer("augmentationSheet: height", height, 1);
  integer("augmentationSheet: width", width, 1);
  const pictures = checked.flatMap((image, row) => [
    image,
    ...Array.from({ length: columns }, (_, column) => augmentation(image, random(seed, column, row))),
  ]);
  const cells = pictures.map((picture) => fit(setChannels(toUint8(picture), 3), height, width));
  return contactSheet(cells, { columns: columns + 1, gapPixels });
}

function fit(image: Image<Uint8Array>, height: number, width: number): Image<Uint8Array> {
  return image.height === height && image.width === width
    ? image
    : resizeWithPad(image, { height, width, antialias: true });
}
