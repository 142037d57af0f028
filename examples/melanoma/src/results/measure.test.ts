import { describe, expect, it } from "vitest";
import { formatMeasured } from "./formatMeasured.ts";
import { measureScores } from "./measure.ts";
import { thresholdOf } from "./threshold.ts";

const two = {
  labels: [0, 0, 0, 1, 1],
  scores: { data: Float32Array.of(0.1, 0.2, 0.6, 0.4, 0.9), shape: [5, 1] },
  groups: undefined,
};

describe("two classes", () => {
  it("are measured at the threshold, with intervals around the values", () => {
    const measured = measureScores(two, ["no", "yes"], 0.4);
    const values = Object.fromEntries(measured.map(({ name, value }) => [name, value]));
    expect(values).toEqual({
      "ROC AUC": 5 / 6, // of 6 pairs, one is in the wrong order
      "average precision": expect.closeTo((1 + 2 / 3) / 2, 9) as number,
      accuracy: 0.8,
      "balanced accuracy": expect.closeTo((2 / 3 + 1) / 2, 9) as number,
      "specificity (no)": expect.closeTo(2 / 3, 9) as number,
      "sensitivity (yes)": 1,
    });
    for (const { value, interval } of measured) {
      expect(interval?.low).toBeLessThanOrEqual(value);
      expect(interval?.high).toBeGreaterThanOrEqual(value);
    }
    expect(formatMeasured(measured)[0][1]).toMatch(/^0\.8333 \(95 % interval 0\.\d{3} to 1\.000\)$/);
  });

  it("have a threshold by sensitivity, or by sensitivity and specificity together", () => {
    expect(thresholdOf(two, 1)).toBeCloseTo(0.4, 6);
    expect(thresholdOf(two, undefined)).toBeCloseTo(0.4, 6); // 1 + 2/3 against 1/2 + 1 at 0.9
    expect(thresholdOf({ ...two, labels: [1, 1, 1, 1, 1] }, 0.9)).toBe(0.5);
  });

  it("have no AUC if all pictures are of one", () => {
    const [auc] = measureScores({ ...two, labels: [0, 0, 0, 0, 0] }, ["no", "yes"], 0.5);
    expect([auc.name, auc.value]).toEqual(["ROC AUC", NaN]);
    expect(formatMeasured([auc])[0][1]).toBe("undefined: the pictures are all of one class");
  });
});

it("measures the recall of each of several classes, and draws groups together", () => {
  const scores = { data: Float32Array.of(0.8, 0.1, 0.1, 0.3, 0.4, 0.3, 0.2, 0.5, 0.3), shape: [3, 3] };
  const measured = measureScores(
    { labels: [0, 1, 2], scores, groups: ["a", "a", "b"] },
    ["x", "y", "z"],
    0.5,
  );
  expect(measured.slice(-3).map(({ name, value }) => [name, value])).toEqual([
    ["recall of x", 1],
    ["recall of y", 1],
    ["recall of z", 0],
  ]);
});
