import { expect, it } from "vitest";
import { keepScratch, takeScratch } from "./scratchMemory.ts";

it("hands out kept memory of a like size again, to one user at a time", () => {
  const first = takeScratch(1000);
  keepScratch(first);
  expect(takeScratch(3000)).not.toBe(first);
  expect(takeScratch(400)).not.toBe(first);
  expect(takeScratch(900)).toBe(first);
  expect(takeScratch(900)).not.toBe(first);
});

it("keeps 64 MiB at most, the newest", () => {
  const buffers = [0, 1, 2].map(() => takeScratch(2 ** 25));
  buffers.forEach(keepScratch);
  const again = [0, 1, 2].map(() => takeScratch(2 ** 25));
  expect(again.map((buffer) => buffers.indexOf(buffer))).toEqual([1, 2, -1]);
});
