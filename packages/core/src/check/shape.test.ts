import { expect, it } from "vitest";
import { shapeText, sizeOf } from "./shape.ts";

it("sizeOf multiplies the sides", () => {
  expect([sizeOf([]), sizeOf([3]), sizeOf([2, 3, 4]), sizeOf([2, 0])]).toEqual([1, 3, 24, 0]);
});

it("shapeText writes an open side as any", () => {
  expect(shapeText([null, 2])).toBe("[any, 2]");
});
