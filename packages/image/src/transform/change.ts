import type { Random } from "@tensorloom/core";
import type { Image, Pixels } from "../image/image.ts";
import type { Augmentation } from "./augmentation.ts";

/** A position in an image, in pixels: the centre of the first pixel is at (0.5, 0.5). */
export type Position = readonly [x: number, y: number];

/** How a change moves pixels, and with them a mask and positions. */
interface Movement {
  /** Moves a mask of the image's size without mixing values; `beyond` is the value outside it. */
  readonly mask: <P extends Pixels>(mask: Image<P>, beyond: number) => Image<P>;
  /** Moves a position of the image to its place in the result, which may be outside. */
  readonly position: (place: Position) => Position;
}

/** One change of an image, with all its random amounts drawn. */
export interface Change {
  readonly image: <P extends Pixels>(image: Image<P>) => Image<P>;
  /** Omitted if pixels keep their places. */
  readonly movement?: Movement | undefined;
}

/** An image, its mask, and the outlines of boxes and points as positions. */
interface Sample {
  readonly image: Image;
  readonly mask: Image | undefined;
  readonly positions: readonly Position[];
  /** The value outside a mask. */
  readonly beyond: number;
}

/** Applies an augmentation to a whole sample. */
export type SampleChange = (sample: Sample, random: Random) => Sample;

/** The property that holds it; shared by all copies of this package in a process. */
const SAMPLE = Symbol.for("@tensorloom/image: sample");

/** Attaches to an augmentation what it does to a whole sample. */
export function withSample(augmentation: Augmentation, change: SampleChange): Augmentation {
  return Object.defineProperty(augmentation, SAMPLE, { value: change });
}

/** Returns what an augmentation does to a whole sample, or undefined if only it knows. */
export function sampleChangeOf(augmentation: Augmentation): SampleChange | undefined {
  return (augmentation as { readonly [SAMPLE]?: SampleChange })[SAMPLE]; // what `withSample` attaches
}

/** Applies the child with this index to an image or a sample. */
type ApplyChild = <T>(index: number, subject: T, random: Random) => T;

/**
 * Creates an augmentation that applies others.
 *
 * @param run - Calls `apply` for each child that applies. It runs for an image and for a whole sample, and must draw
 * the same numbers for both.
 */
export function withChildren(
  children: readonly Augmentation[],
  run: <T>(apply: ApplyChild, subject: T, random: Random) => T,
): Augmentation {
  const onImage: ApplyChild = (index, image, random) =>
    children[index](image as never, random) as unknown as typeof image; // `subject` is an image below
  const augmentation: Augmentation = (image, random) => run(onImage, image, random);
  const changes = children.map(sampleChangeOf);
  const known = changes.filter((change) => change !== undefined);
  if (known.length < changes.length) return augmentation;
  const onSample: ApplyChild = (index, sample, random) =>
    known[index](sample as never, random) as unknown as typeof sample; // and a sample here
  return withSample(augmentation, (sample, random) => run(onSample, sample, random));
}

/** The change that changes nothing. */
export const UNCHANGED: Change = { image: (image) => image };

/** Creates an augmentation from a function that draws its change for one image. */
export function drawnAugmentation(draw: (image: Image, random: Random) => Change): Augmentation {
  return withSample(
    (image, random) => draw(image, random).image(image),
    (sample, random) => applyChange(draw(sample.image, random), sample),
  );
}

function applyChange({ image, movement }: Change, sample: Sample): Sample {
  const changed = image(sample.image);
  if (movement === undefined) return { ...sample, image: changed };
  const mask = sample.mask && movement.mask(sample.mask, sample.beyond);
  return { ...sample, image: changed, mask, positions: sample.positions.map(movement.position) };
}

/** Combines changes that keep the image's size: the first is applied first. */
export function chainChanges(changes: readonly Change[]): Change {
  const movements = changes.map(({ movement }) => movement).filter((movement) => movement !== undefined);
  return {
    image: (image) => changes.reduce((changed, change) => change.image(changed), image),
    movement:
      movements.length === 0
        ? undefined
        : {
            mask: (mask, beyond) => movements.reduce((moved, movement) => movement.mask(moved, beyond), mask),
            position: (place) => movements.reduce((moved, movement) => movement.position(moved), place),
          },
  };
}
