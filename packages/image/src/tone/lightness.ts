import { fillArena } from "../wasm/arena.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { mapBlocks } from "../wasm/mapBlocks.ts";
import { copyImage, createUnset, type Image } from "../image/image.ts";

/** CIE 1976: the cube root, and a line near black. */
const EPSILON = (6 / 29) ** 3;
const F_STEPS = 4096;
const F = Float64Array.from({ length: F_STEPS + 2 }, (_, i) => {
  const t = i / F_STEPS;
  return t > EPSILON ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29;
});
/** The function of CIE L*a*b* in 0..1, between the values of a table: 256x256 take 7 ms, and 10 with `Math.cbrt`. */
function f(t: number): number {
  const place = t * F_STEPS;
  const below = place | 0;
  return F[below] + (place - below) * (F[below + 1] - F[below]);
}
const [BEND, SLOPE, OFFSET] = [6 / 29, 3 * (6 / 29) ** 2, 4 / 29];
const inverse = (t: number): number => (t > BEND ? t * t * t : SLOPE * (t - OFFSET));

/** The white of D65, relative to Y: OpenCV's. */
const [WHITE_X, WHITE_Z] = [0.950456, 1.088754];

/** Linear light of each sRGB level (IEC 61966-2-1). */
const LINEAR = Float64Array.from({ length: 256 }, (_, level) => {
  const value = level / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** Both tables, for the kernels. */
const CURVES = Float64Array.of(...F, ...LINEAR);
const movedTo = (level: number): number => (level / 2.55 + 16) / 116;
const LEVELS = Array.from({ length: 256 }, (_, level) => level);
/** The tables of assembly/tone/curves.ts in single precision. */
const SINGLES = Float32Array.of(
  ...LINEAR,
  ...LEVELS.map(movedTo),
  ...LEVELS.map((level) => inverse(movedTo(level))),
  ...F,
);
const TABLES = new Uint8Array(CURVES.byteLength + SINGLES.byteLength);
TABLES.set(new Uint8Array(CURVES.buffer));
TABLES.set(new Uint8Array(SINGLES.buffer), CURVES.byteLength);

/** Steps of the table from linear light to levels: 12.92 * 255 / STEPS levels at most. */
const STEPS = 2 ** 14;
const LEVEL_OF_LIGHT = Uint8ClampedArray.from({ length: STEPS + 1 }, (_, i) => {
  const light = i / STEPS;
  return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
});
const levelOf = (light: number): number =>
  LEVEL_OF_LIGHT[Math.floor(Math.min(Math.max(light * STEPS + 0.5, 0), STEPS))];

const luminance = (red: number, green: number, blue: number): number =>
  0.212671 * LINEAR[red] + 0.71516 * LINEAR[green] + 0.072169 * LINEAR[blue];

/** The lightness L* of RGB pixels, with 100 at level 255. */
export function lightnessOf({ data, height, width, channels }: Image<Uint8Array>): Image<Uint8Array> {
  const lightness = new Uint8ClampedArray(height * width);
  const run = (kernels: Kernels, at: number, end: number, to: number): void => {
    kernels.lightnessOf(at, end, channels, 0, 8 * F.length, CURVES.byteLength, to);
  };
  const done = new Uint8Array(lightness.buffer);
  if (mapBlocks(data, channels, done, { tables: TABLES, run, outputBytes: 1 }))
    return { data: done, height, width, channels: 1 };
  for (let i = 0, from = 0; i < lightness.length; i++, from += channels)
    lightness[i] = 2.55 * (116 * f(luminance(data[from], data[from + 1], data[from + 2])) - 16);
  return { data: new Uint8Array(lightness.buffer), height, width, channels: 1 };
}

/** Replaces the lightness of RGB pixels and keeps a* and b*. Pixels whose level does not change stay as they are. */
export function setLightness(
  image: Image<Uint8Array>,
  before: Image<Uint8Array>,
  after: Image<Uint8Array>,
): Image<Uint8Array> {
  const { data, channels } = image;
  const arena = fillArena([data, before.data, after.data, TABLES, LEVEL_OF_LIGHT, 96]);
  if (arena !== undefined) {
    const { kernels, memory, places } = arena;
    const [at, from, to, curve, levels, space] = places;
    const tables = [curve, curve + 8 * F.length, curve + CURVES.byteLength, levels];
    kernels.setLightness(at, at + data.length, channels, from, to, ...tables, BEND, SLOPE, OFFSET, space);
    const result = createUnset(image, image.height, image.width);
    result.data.set(memory.subarray(at, at + data.length));
    return result;
  }
  const result = copyImage(image);
  const output = new Uint8ClampedArray(result.data.buffer);
  for (let i = 0, at = 0; i < after.data.length; i++, at += channels) {
    if (after.data[i] === before.data[i]) continue;
    const [red, green, blue] = [LINEAR[data[at]], LINEAR[data[at + 1]], LINEAR[data[at + 2]]];
    const x = (0.412453 * red + 0.35758 * green + 0.180423 * blue) / WHITE_X;
    const y = 0.212671 * red + 0.71516 * green + 0.072169 * blue;
    const z = (0.019334 * red + 0.119193 * green + 0.950227 * blue) / WHITE_Z;
    const middle = f(y);
    const moved = movedTo(after.data[i]);
    const [newX, newY, newZ] = [
      WHITE_X * inverse(moved + f(x) - middle),
      inverse(moved),
      WHITE_Z * inverse(moved + f(z) - middle),
    ];
    output[at] = levelOf(3.240479 * newX - 1.53715 * newY - 0.498535 * newZ);
    output[at + 1] = levelOf(-0.969256 * newX + 1.875991 * newY + 0.041556 * newZ);
    output[at + 2] = levelOf(0.055648 * newX - 0.204043 * newY + 1.057311 * newZ);
  }
  return result;
}
