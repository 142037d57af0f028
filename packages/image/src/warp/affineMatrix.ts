import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";

/**
 * The source position of an output pixel: output column `x`, row `y` looks at column `a * x + b * y + c` and row
 * `d * x + e * y + f` of the input.
 * @inline
 */
export type AffineMatrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/**
 * What {@link affineMatrix} does to a picture; each is about its middle, and default is to do nothing.
 *
 * @inline
 */
export interface AffineOptions {
  /** Counterclockwise. */
  readonly rotateDegrees?: number | undefined;
  /** How far upright lines slant, below 90 either way. */
  readonly shearDegrees?: number | undefined;
  /** How many times larger, above 0; one number, or across and down. Default 1. */
  readonly zoom?: number | readonly [across: number, down: number] | undefined;
  /** To the right and down, in pixels. */
  readonly shiftPixels?: readonly [right: number, down: number] | undefined;
}

const KNOWN: OptionKinds<AffineOptions> = {
  rotateDegrees: "number",
  shearDegrees: "number",
  zoom: "any",
  shiftPixels: "any",
};

/**
 * The matrix that zooms, shears, rotates and then shifts an image about its middle, as {@link warpAffine} wants it.
 *
 * It leads from the output back to the input, so it is the inverse of what happens to the picture.
 *
 * @param size - Of the image, in pixels.
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
  // Back from the output: rotate clockwise, straighten, shrink.
  const [a, b] = [(cosine + slant * sine) / zoomX, (slant * cosine - sine) / zoomX];
  const [d, e] = [sine / zoomY, cosine / zoomY];
  const [x, y] = [(width - 1) / 2, (height - 1) / 2];
  return [a, b, x - a * (x + right) - b * (y + down), d, e, y - d * (x + right) - e * (y + down)];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
