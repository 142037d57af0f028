import { expect, it } from "vitest";
import { isObject } from "./isObject.ts";

it("isObject accepts objects and instances of classes", () => {
  expect([{}, new Map(), new Error("a"), Object.create(null)].map(isObject)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([[], null, undefined, "a", 1, () => 1].map(isObject)).toEqual(
    Array.from({ length: 6 }, () => false),
  );
});
