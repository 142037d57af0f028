import { expect, it } from "vitest";
import { allocForRead, fastReadOffset } from "./readMemory.ts";

it.each([
  [0, 0],
  [1, 0],
  [4095, 12],
  [2 ** 19, 3 * 2 ** 20],
  [5000, 2 ** 40 + 77],
])("memory from %d on for a read at %d is half a page further than the file's page", (least, position) => {
  const offset = fastReadOffset(least, position, 2 ** 20);
  expect((offset - position) & 4095).toBe(2048);
  expect(offset).toBeGreaterThanOrEqual(least);
  expect(offset - least).toBeLessThan(4096);
});

it("small reads get memory of their size, large ones begin further in theirs", () => {
  expect(allocForRead(1000, 5).buffer.byteLength).toBe(1000);
  const large = allocForRead(2 ** 20, 5);
  expect([large.length, large.byteOffset, large.buffer.byteLength]).toEqual([2 ** 20, 2053, 2 ** 20 + 2053]);
});
