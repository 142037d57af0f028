import { integer, oneOf, shown } from "@tensorloom/core/internal";

/**
 * An interpolation method of `resize` of `@tensorloom/image`.
 *
 * @inline
 */
export type ResizeMethod =
  "nearest" | "bilinear" | "area" | "bicubic" | "mitchell" | "gaussian" | "lanczos3" | "lanczos5";

/** How pictures are converted. */
export interface PictureSettings {
  /** The length of the shorter side, or the height and width; undefined keeps the size. */
  readonly size: number | readonly [height: number, width: number] | undefined;
  readonly method: ResizeMethod;
  /** The quality of JPEG from 1 to 100; undefined keeps the bytes, or encodes resized pictures at 95. */
  readonly quality: number | undefined;
  /** Whether pictures that keep their bytes are decoded to find damage. */
  readonly verify: boolean;
}

/** Options of pictures, as a caller passes them. */
export interface PictureOptions {
  readonly size?: PictureSettings["size"];
  readonly method?: ResizeMethod | undefined;
  readonly quality?: number | undefined;
  readonly verify?: boolean | undefined;
}

const METHODS: readonly ResizeMethod[] = [
  "bilinear",
  "nearest",
  "area",
  "bicubic",
  "mitchell",
  "gaussian",
  "lanczos3",
  "lanczos5",
];

/** A side that is longer is a mistake, not a picture. */
const MAX_SIDE = 65_535;

/** Checks the options of pictures. */
export function checkPictureOptions(name: string, options: PictureOptions): PictureSettings {
  const { size, method = "bilinear", quality, verify = true } = options;
  oneOf(`${name}: method`, method, METHODS);
  if (options.method !== undefined && size === undefined)
    throw new TypeError(`${name}: method has no effect without size, got ${shown(method)}`);
  if (quality !== undefined) integer(`${name}: quality`, quality, 1, 100);
  return { size: checkSize(`${name}: size`, size), method, quality, verify };
}

function checkSize(name: string, size: PictureOptions["size"]): PictureSettings["size"] {
  if (size === undefined || typeof size === "number")
    return size === undefined ? undefined : integer(name, size, 1, MAX_SIDE);
  const sides: unknown = size; // JavaScript passes anything
  if (!Array.isArray(sides) || sides.length !== 2)
    throw new TypeError(`${name} must be a number or [height, width], got ${shown(sides)}`);
  return [integer(`${name}[0]`, size[0], 1, MAX_SIDE), integer(`${name}[1]`, size[1], 1, MAX_SIDE)];
}
