import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import type { Image } from "../image/image.ts";
import { findInResult } from "./findInResult.ts";
import { elasticMap } from "./elasticMap.ts";
import { opticalMap } from "./opticalMap.ts";
import { randomElastic } from "./randomElastic.ts";
import { randomGridDistortion } from "./randomGridDistortion.ts";
import { randomOpticalDistortion } from "./randomOpticalDistortion.ts";

const [HEIGHT, WIDTH] = [40, 60];
/** The place of a pixel is its value, so that a result shows the source positions. */
const places: Image<Float32Array> = {
  data: Float32Array.from({ length: HEIGHT * WIDTH * 2 }, (_, i) =>
    i % 2 === 0 ? (i >> 1) % WIDTH : Math.floor((i >> 1) / WIDTH),
  ),
  height: HEIGHT,
  width: WIDTH,
  channels: 2,
};
const color = ({ data, ...shape }: Image<Float32Array>): Image<Float32Array> => ({
  ...shape,
  data: data.filter((_, i) => i % 2 === 0),
  channels: 1,
});

const still = {
  randomOpticalDistortion: randomOpticalDistortion({ strength: [0, 0] }),
  randomGridDistortion: randomGridDistortion({ limit: 0 }),
  randomElastic: randomElastic({ alpha: 0 }),
};

describe.each(Object.entries(still))("%s of strength 0", (_, augment) => {
  it("changes nothing", () => {
    const { data } = augment(places, random(1));
    expect(data.every((value, i) => Math.abs(value - places.data[i]) < 1e-3)).toBe(true);
  });
});

describe("randomOpticalDistortion", () => {
  const middleRow = (strength: number): Float32Array =>
    randomOpticalDistortion({ strength: [strength, strength], outside: -1 })(
      color(places),
      random(1),
    ).data.subarray(20 * WIDTH, 21 * WIDTH);

  it("above 0 shows more than the image at the edges, and below 0 less", () => {
    expect(middleRow(0.5)[0]).toBe(-1); // from outside
    expect(middleRow(-0.5)[0]).toBeGreaterThan(1);
    for (const strength of [0.5, -0.5]) expect(middleRow(strength)[30]).toBeCloseTo(30, 1); // the middle stays
  });
});

describe("randomGridDistortion", () => {
  it("keeps the order of pixels, and the ends of the image", () => {
    for (let i = 0; i < 10; i++) {
      const { data } = randomGridDistortion({ limit: 0.9 })(color(places), random(2, i));
      const row = data.subarray(0, WIDTH);
      expect(row.every((value, x) => x === 0 || value >= row[x - 1])).toBe(true);
      expect(row[0]).toBeLessThan(1.5);
      expect(row[WIDTH - 1]).toBeGreaterThan(WIDTH - 2.5);
    }
  });
});

describe("randomElastic", () => {
  it("shifts pixels by about 0.16 * alpha / sigma", () => {
    const { x } = elasticMap(200, 200, 100, 5, random(3));
    const shifts = x.map((value, i) => value - (i % 200));
    const variance = shifts.reduce((sum, shift) => sum + shift ** 2, 0) / shifts.length;
    expect(Math.sqrt(variance) / ((0.163 * 100) / 5)).toBeGreaterThan(0.8);
    expect(Math.sqrt(variance) / ((0.163 * 100) / 5)).toBeLessThan(1.25);
  });
});

describe("findInResult", () => {
  it.each([
    ["optical", opticalMap(HEIGHT, WIDTH, 0.8)],
    ["elastic", elasticMap(HEIGHT, WIDTH, 60, 8, random(4))],
  ])("finds the pixel that shows a source position: %s", (_, map) => {
    for (let pixel = 5; pixel < HEIGHT * WIDTH; pixel += 37) {
      const [x, y] = findInResult(map, [map.x[pixel] + 0.5, map.y[pixel] + 0.5]);
      expect(Math.abs(x - 0.5 - (pixel % WIDTH))).toBeLessThan(0.02);
      expect(Math.abs(y - 0.5 - Math.floor(pixel / WIDTH))).toBeLessThan(0.02);
    }
  });
});

it.each<readonly [string, () => unknown]>([
  [
    "randomOpticalDistortion: strength[1] must be a finite number from 0.5 to 1, got 0.2",
    () => randomOpticalDistortion({ strength: [0.5, 0.2] }),
  ],
  ["randomGridDistortion: cells must be an integer from 1 to 100", () => randomGridDistortion({ cells: 0 })],
  ["randomElastic: sigma must be a finite number from 1 to 500, got 0", () => randomElastic({ sigma: 0 })],
  ['randomElastic: method must be one of "nearest"', () => randomElastic({ method: "cubic" as "nearest" })],
])("%s", (message, run) => {
  expect(run).toThrow(message);
});
