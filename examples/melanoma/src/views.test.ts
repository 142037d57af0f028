import { expect, it } from "vitest";
import { viewsOf } from "./views.ts";

const image = { data: Uint8Array.of(1, 2, 3, 4), height: 2, width: 2, channels: 1 } as const;

it("has no other view than the image itself by default", () => {
  expect(viewsOf(1)).toEqual([]);
});

it("mirrors first", () => {
  expect(viewsOf(2).map((view) => [...view(image).data])).toEqual([[2, 1, 4, 3]]);
});

it("has each of the eight views of a square once", () => {
  const views = [image, ...viewsOf(8).map((view) => view(image))];
  expect(new Set(views.map(({ data }) => data.join())).size).toBe(8);
});
