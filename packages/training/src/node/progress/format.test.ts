import { expect, it } from "vitest";
import { formatDuration } from "./format.ts";

it.each([
  [0, "0 s"],
  [1, "1 s"],
  [59_000, "59 s"],
  [59_001, "1 min 00 s"],
  [200_000, "3 min 20 s"],
  [3_599_500, "1 h 00 min"],
  [7_530_000, "2 h 05 min"],
])("a duration of %d ms is %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
