import { expect, it } from "vitest";
import { weighClasses } from "./classWeights.ts";

const targets = [0, 0, 1, 0];

it("weighs no class by default", () => {
  expect(weighClasses({ classWeights: "none" }, targets)).toBeUndefined();
});

it("makes both classes count the same", () => {
  const [benign, malignant] = weighClasses({ classWeights: "balanced" }, targets) ?? [];
  expect(3 * benign).toBeCloseTo(malignant, 12);
});
