/** Red, green, blue, each 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** What a layer puts over the picture at a point: its colour, and how much of what is below it hides (0 to 1). */
export interface Paint {
  readonly color: Color;
  readonly cover: number;
}

/** A layer of a picture, over coordinates from -1 (left, top) to 1 (right, bottom). */
export type Layer = (x: number, y: number) => Paint;

/** The colour `share` of the way from `a` to `b`. */
export function blend(a: Color, b: Color, share: number): Color {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** The colour with all channels times `factor`: below 1 darker, above 1 lighter. */
export function shade(color: Color, factor: number): Color {
  return [color[0] * factor, color[1] * factor, color[2] * factor];
}
