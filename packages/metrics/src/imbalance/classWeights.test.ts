import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { classWeights } from "./classWeights.ts";

const file = new URL("../../fixtures/classWeights.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as Readonly<
  Record<"labels" | "balanced", readonly number[]>
>;

it("are scikit-learn's balanced weights", () => {
  const weights = classWeights("balanced", golden.labels);
  expect(weights).toHaveLength(4);
  for (const [at, weight] of golden.balanced.entries()) expect(weights[at]).toBeCloseTo(weight, 12);
  expect(golden.labels.reduce((sum, label) => sum + weights[label], 0)).toBeCloseTo(golden.labels.length, 9);
});

it("refuses classes without labels, and other schemes", () => {
  expect(() => classWeights("balanced", [0, 2])).toThrow(
    "classWeights: every class must have labels, class 1 has none",
  );
  expect(() => classWeights("balanced", [0, 1], { classes: 3 })).toThrow("class 2 has none");
  expect(() => classWeights("balanced", [])).toThrow("class 0 has none");
  expect(() => classWeights("balanced", [0, 3], { classes: 3 })).toThrow(
    "classWeights: labels[1] must be an integer from 0 to 2, got 3",
  );
  expect(() => classWeights("sqrt" as never, [0, 1])).toThrow("classWeights: scheme must be one of");
});
