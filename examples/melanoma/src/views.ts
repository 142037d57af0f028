import { flipLeftRight, flipUpDown, type Image, rot90, transpose } from "@tensorloom/image";

/** A mole has no upright position: the seven other ways to mirror and turn a square image. */
const VIEWS: readonly ((image: Image) => Image)[] = [
  flipLeftRight,
  flipUpDown,
  (image) => rot90(image, 2),
  (image) => rot90(image, 1),
  (image) => rot90(image, 3),
  transpose,
  (image) => rot90(transpose(image), 2),
];

/** The views of `--tta` besides the image itself (test-time augmentation). */
export function viewsOf(tta: number): readonly ((image: Image) => Image)[] {
  return VIEWS.slice(0, tta - 1);
}
