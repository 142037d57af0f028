import type { Image } from "@tensorloom/image";
import { expect, it } from "vitest";
import { isEmpty } from "./isEmpty.ts";

function draw(level: (x: number, y: number) => number): Image {
  const data = Uint8Array.from({ length: 8 * 8 * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return level(pixel % 8, pixel >> 3);
  });
  return { data, height: 8, width: 8, channels: 3 };
}

it.each<[string, boolean, (x: number, y: number) => number]>([
  ["blank", true, () => 200],
  ["vertical stripes", true, (x) => 30 * x],
  ["horizontal stripes", true, (_, y) => 30 * y],
  ["a gradient in both directions", false, (x, y) => 2 * x + 2 * y],
  ["a spot", false, (x, y) => (Math.hypot(x - 4, y - 4) < 3 ? 90 : 200)],
])("%s: %s", (_, expected, level) => {
  expect(isEmpty(draw(level))).toBe(expected);
});
