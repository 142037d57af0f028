import { expect, it } from "vitest";
import { crop } from "../geometry/crop.ts";
import { toFloat } from "../image/convert.ts";
import { resize } from "./resize.ts";
import { resizeRegion } from "./resizeRegion.ts";

it.each([1, 2, 3, 4, 5])("equals a resize of a crop, of %d channels", (channels) => {
  const [height, width] = [23, 37];
  const data = Uint8Array.from({ length: height * width * channels }, (_, i) => (i * 2654435761) >>> 11);
  const image = { data, height, width, channels };
  const rectangle = { top: 4, left: 9, height: 17, width: 26 };
  for (const method of ["bilinear", "nearest", "area", "bicubic"] as const)
    for (const [tall, wide] of [
      [8, 13],
      [17, 13],
      [5, 4],
      [30, 40],
    ] as const) {
      const size = { height: tall, width: wide, method };
      expect(resizeRegion(image, rectangle, size)).toEqual(resize(crop(image, rectangle), size));
      expect(resizeRegion(toFloat(image), rectangle, size)).toEqual(
        resize(crop(toFloat(image), rectangle), size),
      );
    }
});

it("refuses an unknown method", () => {
  const image = { data: new Uint8Array(12), height: 4, width: 3, channels: 1 };
  const size = { height: 1, width: 1, method: "cubic" as "area" };
  expect(() => resizeRegion(image, { height: 4, width: 3 }, size)).toThrow("resize: method");
});
