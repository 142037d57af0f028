import type { Random } from "@tensorloom/core";
import { callable, checkOptions, finite, shown, type OptionKinds } from "@tensorloom/core/internal";
import { checkImage, formatShape, type Image } from "../image/image.ts";
import type { AnnotatedImage } from "./annotatedImage.ts";
import type { Augmentation } from "./augmentation.ts";
import { boxOutline, boxesWithin, type Box } from "./boxes.ts";
import { sampleChangeOf, type Position } from "./change.ts";

/**
 * Options of {@link augmentTogether}.
 *
 * @inline
 */
export interface AugmentTogetherOptions {
  /**
   * The share of a box's area, from 0 to 1, that must be inside the image for the box to be kept; default 0.
   *
   * Boxes without any area inside are always dropped.
   */
  readonly minVisibility?: number | undefined;
  /** The value of a mask beyond its border, if the image has a number there; default 0. */
  readonly maskOutside?: number | undefined;
  /** Whether to keep points that leave the image; default false. */
  readonly keepPointsOutside?: boolean | undefined;
}

const KNOWN: OptionKinds<AugmentTogetherOptions> = {
  minVisibility: "number",
  maskOutside: "number",
  keepPointsOutside: "boolean",
};

/**
 * Applies one drawn augmentation to an image, its mask, boxes and points.
 *
 * The image is changed exactly as `augmentation(image, random)` does. A mask moves with it, by the nearest pixel, so
 * that it has only values that it had before; changes of colour, blur and noise do not reach it. The outline of a box
 * moves with the pixels. The result is the rectangle that encloses it, clipped to the image, and the box is dropped
 * if too little of it is inside. Boxes and points keep their other properties.
 *
 * @param augmentation - One of this package, or `compose`, `randomApply` and `randomChoice` of these. Mark a function
 * of your own with {@link pixelOnly}.
 * @throws TypeError if an augmentation is a function of your own that is not marked, or `augMix`, which mixes images
 * whose pixels moved differently; RangeError if an option is out of range; when it is applied, if a mask does not
 * have the image's size, or a box has no area.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { augmentTogether, colorJitter, compose, randomFlipLeftRight } from "@tensorloom/image";
 *
 * const augment = augmentTogether(
 *   compose(randomFlipLeftRight({ probability: 1 }), colorJitter({ brightness: 0.1 })),
 *   { minVisibility: 0.3 },
 * );
 * const image = { data: new Uint8Array(4 * 8 * 3), height: 4, width: 8, channels: 3 };
 * const mask = { data: new Uint8Array(4 * 8), height: 4, width: 8, channels: 1 };
 * const boxes = [{ top: 0, left: 1, height: 2, width: 3, label: "cat" }];
 * const result = augment({ image, mask, boxes, file: "a.jpg" }, random(42, 0, 7));
 * result.boxes; // => [{ top: 0, left: 4, height: 2, width: 3, label: "cat" }]
 * result.file; // => "a.jpg"
 * ```
 */
export function augmentTogether(
  augmentation: Augmentation,
  options: AugmentTogetherOptions = {},
): <S extends AnnotatedImage>(sample: S, random: Random) => S {
  const {
    minVisibility = 0,
    maskOutside = 0,
    keepPointsOutside = false,
  } = checkOptions("augmentTogether", options, KNOWN);
  finite("augmentTogether: minVisibility", minVisibility, 0, 1);
  finite("augmentTogether: maskOutside", maskOutside);
  const change = sampleChangeOf(callable("augmentTogether: augmentation", augmentation));
  if (change === undefined)
    throw new TypeError(
      `augmentTogether: augmentation must be one of this package that moves mask and boxes along, got ${shown(augmentation)}; mark a function of your own with pixelOnly(...) if it leaves every pixel at its place`,
    );
  return <S extends AnnotatedImage>(sample: S, random: Random): S => {
    const image = checkImage("augmentTogether", sample.image);
    const mask = sample.mask && checkMask(sample.mask, image);
    const { boxes = [], points = [] } = sample;
    const outlines = boxes.map(boxOutline);
    const places = points.map(({ x, y }): Position => [
      finite("augmentTogether: point.x", x),
      finite("augmentTogether: point.y", y),
    ]);
    const before = { image, mask, positions: [...outlines.flat(), ...places], beyond: maskOutside };
    const after = change(before, random);
    const made: { boxes?: readonly Box[]; points?: readonly { x: number; y: number }[]; mask?: Image } = {};
    if (after.mask) made.mask = after.mask;
    if (sample.boxes) made.boxes = boxesWithin(boxes, after.positions, after.image, minVisibility);
    if (sample.points) {
      const moved = after.positions.slice(after.positions.length - points.length);
      made.points = points
        .map((point, i) => ({ ...point, x: moved[i][0], y: moved[i][1] }))
        .filter((point) => keepPointsOutside || isInside(point, after.image));
    }
    return { ...sample, image: after.image, ...made }; // of S: every property has its kind
  };
}

function checkMask(mask: Image, image: Image): Image {
  const checked = checkImage("augmentTogether: mask", mask);
  if (checked.height === image.height && checked.width === image.width) return checked;
  throw new RangeError(
    `augmentTogether: mask must have the height and width of the image, ${formatShape(image)}, got ${formatShape(checked)}`,
  );
}

const isInside = ({ x, y }: { readonly x: number; readonly y: number }, { height, width }: Image): boolean =>
  x >= 0 && x < width && y >= 0 && y < height;
