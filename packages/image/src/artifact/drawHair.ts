import type { Random } from "@tensorloom/core";
import { countColorChannels, type Image } from "../image/image.ts";

/** Colours in 0..1 between which a hair's is drawn. */
const BLACK = [0.06, 0.05, 0.04] as const;
const BROWN = [0.34, 0.23, 0.15] as const;
/** The distance between positions on a hair, in pixels. */
const STEP = 0.5;

/**
 * Draws one hair on an image, in place.
 *
 * @param cover - Zeros, one per pixel; they are zeros again afterwards.
 */
export function drawHair(image: Image, thickness: number, cover: Float32Array, random: Random): void {
  const { height, width } = image;
  const length = (0.4 + 0.8 * random.uniform()) * Math.max(height, width);
  const angle = 2 * Math.PI * random.uniform();
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  // Positions along and across the hair's chord; its middle is in the image.
  const [middleX, middleY] = [width * random.uniform(), height * random.uniform()];
  const bend = 0.12 * length * random.normal();
  const shade = random.uniform() ** 2;
  const opacity = 0.7 + 0.25 * random.uniform();
  const steps = Math.ceil(length / STEP);
  const touched: number[] = [];
  for (let i = 0; i <= steps; i++) {
    const share = i / steps;
    const along = (share - 0.5) * length;
    const across = bend * (1 - (2 * share - 1) ** 2);
    const radius = (thickness / 2) * Math.min(1, 0.4 + 2 * (1 - share)); // thinner at the tip
    const [x, y] = [middleX + along * cosine - across * sine, middleY + along * sine + across * cosine];
    stampDisc(image, x, y, radius, cover, touched);
  }
  blendCovered(image, shade, opacity, cover, touched);
}

/** Covers the pixels of a disc, and in part those at its edge. */
function stampDisc(
  { height, width }: Image,
  x: number,
  y: number,
  radius: number,
  cover: Float32Array,
  touched: number[],
): void {
  const reach = radius + 0.5;
  const [top, bottom] = [Math.max(Math.ceil(y - reach), 0), Math.min(Math.floor(y + reach), height - 1)];
  const [left, right] = [Math.max(Math.ceil(x - reach), 0), Math.min(Math.floor(x + reach), width - 1)];
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) {
      const inside = reach - Math.hypot(column - x, row - y);
      const share = Math.min(inside, 1) * Math.min(2 * radius, 1); // a hair thinner than a pixel is fainter
      const pixel = row * width + column;
      if (share <= cover[pixel]) continue;
      if (cover[pixel] === 0) touched.push(pixel);
      cover[pixel] = share;
    }
}

function blendCovered(
  image: Image,
  shade: number,
  opacity: number,
  cover: Float32Array,
  touched: readonly number[],
): void {
  const { data, channels } = image;
  const colors = countColorChannels(image);
  const isBytes = data instanceof Uint8Array;
  const color = BLACK.map((dark, c) => (dark + shade * (BROWN[c] - dark)) * (isBytes ? 255 : 1));
  const rounding = isBytes ? 0.5 : 0; // storing a byte truncates
  for (const pixel of touched) {
    const share = opacity * cover[pixel];
    for (let c = 0, at = pixel * channels; c < colors; c++, at++)
      data[at] += share * (color[colors === 3 ? c : 1] - data[at]) + rounding;
    cover[pixel] = 0;
  }
}
