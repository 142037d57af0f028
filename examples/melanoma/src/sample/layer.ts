/** Red, green, blue, each 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** A layer's colour at a point, and its opacity from 0 to 1. */
export interface Paint {
  readonly color: Color;
  readonly cover: number;
}

/** The paint of a point that a layer does not reach. */
export const NOTHING: Paint = { color: [0, 0, 0], cover: 0 };

/** A layer of a picture: coordinates from -1 (left, top) to 1 (right, bottom) to a colour. */
export type Layer = (x: number, y: number) => Paint;

/** Interpolates between two colours: `a` if `share` is 0, `b` if it is 1. */
export function blend(a: Color, b: Color, share: number): Color {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** Multiplies a colour by a factor: darker below 1, lighter above 1. */
export function shade(color: Color, factor: number): Color {
  return [color[0] * factor, color[1] * factor, color[2] * factor];
}
