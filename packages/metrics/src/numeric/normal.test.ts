import { expect, it } from "vitest";
import { normalCdf, normalQuantile } from "./normal.ts";

// scipy.stats.norm.cdf
it.each([
  [-3, 0.0013498980316300933],
  [-1.959963984540054, 0.025],
  [0, 0.5],
  [0.3, 0.6179114221889526],
  [3, 0.9986501019683699],
])("the normal distribution below %d", (z, share) => {
  expect(normalCdf(z) / share).toBeCloseTo(1, 12);
  expect(normalQuantile(share)).toBeCloseTo(z, 9);
});

it("has limits", () => {
  expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1]);
});
