import type { Random } from "@tensorloom/core";
import type { Layer } from "./layer.ts";
import { hair } from "./hair.ts";
import { lesion } from "./lesion.ts";
import { skin } from "./skin.ts";
import { vignette } from "./vignette.ts";

/** An RGB image, row by row. */
export interface Picture {
  readonly data: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: 3;
}

export interface PictureOptions {
  readonly malignant: boolean;
  /** Height and width in pixels. */
  readonly size: number;
}

/**
 * Draws a picture like those of a dermatoscope: skin, a lesion, hairs in some, a vignette.
 *
 * The picture depends only on the random stream. The two classes overlap, as real ones do: the severity of a lesion is
 * normally distributed around 0.15 for moles and around 0.82 for melanomas.
 */
export function drawPicture(random: Random, { malignant, size }: PictureOptions): Picture {
  const severity = Math.min(1.1, Math.max(0, (malignant ? 0.82 : 0.15) + 0.13 * random.normal()));
  const hairs = random.uniform() < 0.4 ? 1 + random.integer(9) : 0;
  const layers: readonly Layer[] = [
    skin(random.fork(0)),
    lesion(random.fork(1), severity),
    ...Array.from({ length: hairs }, (_, index) => hair(random.fork(2, index))),
    vignette(random.fork(3)),
  ];
  return { data: paint(layers, size), height: size, width: size, channels: 3 };
}

function paint(layers: readonly Layer[], size: number): Uint8Array {
  const data = new Uint8ClampedArray(size * size * 3); // clamped: light may raise a channel above 255
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [x, y] = [(2 * column + 1) / size - 1, (2 * row + 1) / size - 1];
      let [red, green, blue] = [0, 0, 0];
      for (const layer of layers) {
        const { color, cover } = layer(x, y);
        if (cover === 0) continue;
        red += (color[0] - red) * cover;
        green += (color[1] - green) * cover;
        blue += (color[2] - blue) * cover;
      }
      const at = (row * size + column) * 3;
      data[at] = red;
      data[at + 1] = green;
      data[at + 2] = blue;
    }
  }
  return new Uint8Array(data.buffer);
}
