import { expect, it } from "vitest";
import { weighClasses } from "./classWeights.ts";

const files = [{ targets: [0, 0, 1] }, { targets: [0] }];

it("weighs no class by default", () => {
  expect(weighClasses({ classWeights: "none" }, files)).toBeUndefined();
});

it("makes both classes count the same", () => {
  const [benign, malignant] = weighClasses({ classWeights: "balanced" }, files) ?? [];
  expect(3 * benign).toBeCloseTo(malignant, 12);
});

it("refuses files of one class", () => {
  expect(() => weighClasses({ classWeights: "balanced" }, [{ targets: [0, 0] }])).toThrow(
    "--class-weights balanced needs images of both classes",
  );
});
