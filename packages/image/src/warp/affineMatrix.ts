import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";

/**
 * A matrix from positions in the output to positions in the input.
 *
 * Output column `x`, row `y` is taken from column `a * x + b * y + c`, row `d * x + e * y + f` of the input.
 *
 * @inline
 */
export type AffineMatrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/**
 * Options of {@link affineMatrix}; by default nothing changes.
 *
 * Rotation, shear and zoom are about the image's centre.
 *
 * @inline
 */
export interface AffineOptions {
  /** The rotation, counterclockwise. */
  readonly rotateDegrees?: number | undefined;
  /** The slant of vertical lines, between -89 and 89 degrees. */
  readonly shearDegrees?: number | undefined;
  /** The zoom factor, above 0: one number, or across and down. Default 1. */
  readonly zoom?: number | readonly [across: number, down: number] | undefined;
  /** The shift to the right and down, in pixels. */
  readonly shiftPixels?: readonly [right: number, down: number] | undefined;
}

const KNOWN: OptionKinds<AffineOptions> = {
  rotateDegrees: "number",
  shearDegrees: "number",
  zoom: "any",
  shiftPixels: "any",
};

/**
 * Returns the matrix that zooms, shears, rotates and shifts an image.
 *
 * The steps are applied in this order, about the image's centre. Pass the result to {@link warpAffine}.
 *
 * The matrix maps output positions to input positions, so it is the inverse of the change that you see.
 *
 * @param size - The size of the image, in pixels.
 * @throws RangeError if an option is not finite, a zoom not above 0, or the shear not below 90 degrees.
 * @example
 * ```ts
 * import { affineMatrix } from "@tensorloom/image";
 *
 * affineMatrix({ height: 5, width: 5 }, { zoom: 2 }); // => [0.5, 0, 1, 0, 0.5, 1]
 * ```
 */
export function affineMatrix(
  { height, width }: { readonly height: number; readonly width: number },
  options: AffineOptions,
): AffineMatrix {
  const {
    rotateDegrees = 0,
    shearDegrees = 0,
    zoom = 1,
    shiftPixels = [0, 0],
  } = checkOptions("affineMatrix", options, KNOWN);
  integer("affineMatrix: size.height", height, 1);
  integer("affineMatrix: size.width", width, 1);
  const [zoomX, zoomY] = typeof zoom === "number" ? [zoom, zoom] : zoom;
  for (const one of [zoomX, zoomY])
    if (finite("affineMatrix: zoom", one) <= 0)
      throw new RangeError(`affineMatrix: zoom must be above 0, got ${String(one)}`);
  const slant = Math.tan(radians(finite("affineMatrix: shearDegrees", shearDegrees, -89, 89)));
  const angle = radians(finite("affineMatrix: rotateDegrees", rotateDegrees));
  const [right, down] = shiftPixels.map((pixels) => finite("affineMatrix: shiftPixels", pixels));
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  // From the output back to the input: rotate clockwise, remove the shear, shrink.
  const [a, b] = [(cosine + slant * sine) / zoomX, (slant * cosine - sine) / zoomX];
  const [d, e] = [sine / zoomY, cosine / zoomY];
  const [x, y] = [(width - 1) / 2, (height - 1) / 2];
  return [a, b, x - a * (x + right) - b * (y + down), d, e, y - d * (x + right) - e * (y + down)];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
