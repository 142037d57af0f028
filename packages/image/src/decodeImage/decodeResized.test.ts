import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import type { Image } from "../image/image.ts";
import { encodeJpegSync } from "../jpeg/encode/encodeJpegSync.ts";
import { decodeResized as decodeInNode } from "../node/decodeResized.ts";
import { jpegDecoder } from "../node/jpegTurbo.ts";
import { encodePngSync } from "../png/encodePngSync.ts";
import { resize } from "../resample/resize.ts";
import { decodeImage } from "./decodeImage.ts";
import { decodeResized } from "./decodeResized.ts";

const [HEIGHT, WIDTH] = [400, 512];

/** The level of a channel at a pixel. */
type Levels = (x: number, y: number, channel: number) => number;

/** Draws a picture with the noise of a camera. */
function draw(levels: Levels, deviation: number): Image<Uint8Array> {
  const dice = random(5);
  const data = new Uint8ClampedArray(HEIGHT * WIDTH * 3);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH)];
    data[i] = levels(x, y, i % 3) + deviation * dice.normal();
  }
  return { data: new Uint8Array(data.buffer), height: HEIGHT, width: WIDTH, channels: 3 };
}

const waves: Levels = (x, y, channel) => {
  const isInside = Math.hypot(x - 250, y - 180) < 110;
  return 140 + 40 * Math.sin(x / 37 + channel) + 20 * Math.cos(y / 23) - (isInside ? 40 : 0);
};
const hairs: Levels = (x, y, channel) =>
  Math.abs(((x * 0.8 + y * 0.6) % 41) - 20) < 1 ? 30 : 190 - 20 * channel;
const disks: Levels = (x, y, channel) =>
  Math.hypot((x % 97) - 40, (y % 83) - 30) < 25 ? 240 - 60 * channel : 30 + 40 * channel;
const texture: Levels = (x, y) => 128 + 50 * Math.sin(x / 2.1 + y / 3.3);
const photo = draw(waves, 4);
const jpeg = encodeJpegSync(photo, { quality: 90 });

/** The mean and the largest difference of two lists of levels. */
function differences(one: Uint8Array, other: Uint8Array): readonly [mean: number, largest: number] {
  const gaps = Array.from(one, (value, i) => Math.abs(value - other[i]));
  return [
    gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length,
    gaps.reduce((most, gap) => Math.max(most, gap), 0),
  ];
}

describe("decodeResized", () => {
  it.each([
    [200, 256], // 1/2
    [180, 224],
    [100, 128], // 1/4
    [90, 120],
    [50, 64], // 1/8
    [20, 30],
    [300, 500], // full size
  ])("to %i x %i is near decoding at full size and a resize", async (height, width) => {
    const exact = resize(await decodeImage(jpeg), { height, width, antialias: true });
    const fast = await decodeResized(jpeg, { height, width });
    expect([fast.height, fast.width, fast.channels]).toEqual([height, width, 3]);
    const [mean, largest] = differences(fast.data, exact.data);
    expect(mean).toBeLessThan(1.5);
    expect(largest).toBeLessThanOrEqual(24);
  });

  it.each([
    ["hairs", hairs, 6, 3.5],
    ["hard edges", disks, 0, 3.5],
    ["texture as fine as pixels", texture, 20, 9],
  ] as const)("differs more in %s", async (_name, levels, deviation, most) => {
    const file = encodeJpegSync(draw(levels, deviation), { quality: 90 });
    const full = await decodeImage(file);
    for (const [height, width] of [
      [200, 256],
      [100, 128],
      [50, 64],
    ]) {
      const exact = resize(full, { height, width, antialias: true });
      const [mean] = differences((await decodeResized(file, { height, width })).data, exact.data);
      expect(mean).toBeGreaterThan(1.5);
      expect(mean).toBeLessThan(most);
    }
  });

  it("is equal to them if it must be exact, and for other formats", async () => {
    const size = { height: 60, width: 80 };
    const full = await decodeImage(jpeg);
    expect(await decodeResized(jpeg, { ...size, exact: true })).toEqual(
      resize(full, { ...size, antialias: true }),
    );
    const png = encodePngSync(photo);
    expect(await decodeResized(png, { ...size, channels: 1 })).toEqual(
      resize(await decodeImage(png, { channels: 1 }), { ...size, antialias: true }),
    );
  });

  it("decodes at full size in Node if the native decoder is installed", async () => {
    const size = { height: 60, width: 80 };
    const { name } = await jpegDecoder();
    const exact = name === "jpeg-turbo";
    expect(await decodeInNode(jpeg, size)).toEqual(await decodeResized(jpeg, { ...size, exact }));
  });

  it("refuses sizes below 1 and unknown options", async () => {
    await expect(decodeResized(jpeg, { height: 0, width: 3 })).rejects.toThrow(
      "decodeResized: height must be an integer of at least 1, got 0",
    );
    const options = { height: 3, width: 3, minSize: { height: 1, width: 1 } };
    await expect(decodeResized(jpeg, options)).rejects.toThrow("minSize");
  });
});
