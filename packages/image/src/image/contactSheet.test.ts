import { expect, it } from "vitest";
import { contactSheet } from "./contactSheet.ts";
import type { Pixels } from "./image.ts";

const dot = (value: number): { data: Uint8Array; height: number; width: number; channels: number } => ({
  data: Uint8Array.of(value),
  height: 1,
  width: 1,
  channels: 1,
});

it("lays images out row by row, with gaps", () => {
  const sheet = contactSheet([1, 2, 3].map(dot), { gapPixels: 1 });
  expect([sheet.height, sheet.width]).toEqual([3, 3]);
  expect(Array.from(sheet.data)).toEqual([1, 0, 2, 0, 0, 0, 3, 0, 0]);
  expect(Array.from(contactSheet([1, 2, 3].map(dot), { columns: 3, gapPixels: 0 }).data)).toEqual([1, 2, 3]);
});

it("refuses bytes beside floats, which would become 0 or 1", () => {
  const float = { ...dot(0), data: Float32Array.of(0.5) };
  for (const images of [
    [dot(1), float],
    [float, dot(1)],
  ])
    expect(() => contactSheet<Pixels>(images)).toThrow("all have bytes or all have floats");
});

it("refuses images that differ in shape, and none", () => {
  const wide = { data: new Uint8Array(2), height: 1, width: 2, channels: 1 };
  expect(() => contactSheet([dot(1), wide])).toThrow(
    "contactSheet: images must be of one shape, got 1x1x1 and 1x2x1",
  );
  expect(() => contactSheet([])).toThrow("contactSheet: images must be an integer of at least 1, got 0");
});
