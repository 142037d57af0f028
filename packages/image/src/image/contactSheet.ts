import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { createLike, checkImage, formatShape, type Image, type Pixels } from "./image.ts";

/**
 * Options of {@link contactSheet}.
 *
 * @inline
 */
export interface ContactSheetOptions {
  /** Images per row; by default the sheet is about square. */
  readonly columns?: number | undefined;
  /** Pixels between images; default 2. */
  readonly gapPixels?: number | undefined;
}

const KNOWN: OptionKinds<ContactSheetOptions> = { columns: "number", gapPixels: "number" };

/**
 * Arranges images of one size in a grid.
 *
 * Use it to look at the results of an augmentation.
 *
 * @throws RangeError if there are no images, their shapes differ, or some have bytes and others floats.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { contactSheet, encodePng, randomAffine } from "@tensorloom/image";
 *
 * const image = { data: new Uint8Array(32 * 32 * 3), height: 32, width: 32, channels: 3 };
 * const augment = randomAffine({ rotateDegrees: 180 });
 * const sheet = contactSheet(Array.from({ length: 16 }, (_, i) => augment(image, random(42, 0, i))));
 * [sheet.height, (await encodePng(sheet)).length > 0]; // => [134, true]
 * ```
 */
export function contactSheet<P extends Pixels>(
  images: readonly Image<P>[],
  options: ContactSheetOptions = {},
): Image<P> {
  const { columns = Math.ceil(Math.sqrt(images.length)), gapPixels = 2 } = checkOptions(
    "contactSheet",
    options,
    KNOWN,
  );
  const checked = images.map((image) => checkImage("contactSheet", image));
  integer("contactSheet: images", checked.length, 1);
  integer("contactSheet: columns", columns, 1);
  integer("contactSheet: gapPixels", gapPixels, 0);
  const [first] = checked;
  for (const image of checked)
    if (formatShape(image) !== formatShape(first))
      throw new RangeError(
        `contactSheet: images must be of one shape, got ${formatShape(first)} and ${formatShape(image)}`,
      );
  if (checked.some(({ data }) => data instanceof Uint8Array !== first.data instanceof Uint8Array))
    throw new RangeError(
      "contactSheet: images must all have bytes or all have floats; convert them with toUint8(image)",
    );
  const { height, width, channels } = first;
  const [tall, wide] = [height + gapPixels, width + gapPixels];
  const sheet = createLike(
    first,
    Math.ceil(checked.length / columns) * tall - gapPixels,
    columns * wide - gapPixels,
  );
  checked.forEach(({ data }, i) => {
    const [top, left] = [Math.floor(i / columns) * tall, (i % columns) * wide];
    for (let y = 0; y < height; y++)
      sheet.data.set(
        data.subarray(y * width * channels, (y + 1) * width * channels),
        ((top + y) * sheet.width + left) * channels,
      );
  });
  return sheet;
}
