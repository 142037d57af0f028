import { beforeEach, expect, it } from "vitest";
import { releaseScratch, acquireScratch } from "./scratchMemory.ts";

// other files of the process have used it: the largest memory drops all that is kept
beforeEach(() => {
  releaseScratch(acquireScratch(2 ** 26));
  acquireScratch(2 ** 26);
});

it("returns kept memory of a similar size again, to one user at a time", () => {
  const first = acquireScratch(1000);
  releaseScratch(first);
  expect(acquireScratch(3000)).not.toBe(first);
  expect(acquireScratch(400)).not.toBe(first);
  expect(acquireScratch(900)).toBe(first);
  expect(acquireScratch(900)).not.toBe(first);
});

it("keeps 64 MiB at most, the newest", () => {
  const buffers = [0, 1, 2].map(() => acquireScratch(2 ** 25));
  buffers.forEach(releaseScratch);
  const again = [0, 1, 2].map(() => acquireScratch(2 ** 25));
  expect(again.map((buffer) => buffers.indexOf(buffer))).toEqual([1, 2, -1]);
});
