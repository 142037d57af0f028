import { readFileSync } from "node:fs";
import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { classificationReport } from "../counts/classificationReport.ts";
import { cohenKappa } from "../counts/cohenKappa.ts";
import { logLoss } from "../probability/logLoss.ts";
import { rocAuc } from "../ranking/rocAuc.ts";
import { quantileOf } from "../numeric/quantile.ts";
import { bootstrapInterval } from "./bootstrapInterval.ts";
import { byGroup } from "./byGroup.ts";
import { intervalShares } from "./intervalShares.ts";

interface Golden {
  readonly samples: readonly number[];
  readonly value: number;
  readonly leftOut: readonly number[];
  readonly intervals: readonly {
    readonly method: "percentile" | "bca";
    readonly level: number;
    readonly low: number;
    readonly high: number;
  }[];
}

const file = new URL("../../fixtures/bootstrap.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;

describe("the interval of samples", () => {
  it.each(golden.intervals)("is SciPy's: $method, $level", ({ method, level, low, high }) => {
    const leftOut = method === "bca" ? Float64Array.from(golden.leftOut) : undefined;
    const shares = intervalShares(level, golden.value, golden.samples, leftOut);
    expect(quantileOf(golden.samples, shares[0])).toBeCloseTo(low, 9);
    expect(quantileOf(golden.samples, shares[1])).toBeCloseTo(high, 9);
  });

  it("is not corrected if all samples lie on one side", () => {
    expect(intervalShares(0.9, 5, [1, 2, 3], Float64Array.of(1, 2))).toEqual([
      expect.closeTo(0.05, 12),
      expect.closeTo(0.95, 12),
    ]);
  });
});

function accuracy(labels: Float64Array, predictions: ArrayLike<number>): number {
  return labels.reduce((sum, label, row) => sum + Number(label === predictions[row]), 0) / labels.length;
}

/** Rows of which a share is predicted correctly. */
function draw(rows: number, share: number, seed: number) {
  const stream = random(seed);
  const labels = Array.from({ length: rows }, () => stream.integer(2));
  return { labels, scores: labels.map((label) => (stream.uniform() < share ? label : 1 - label)) };
}

describe("bootstrapInterval", () => {
  it.each(["percentile", "bca"] as const)(
    "contains the true value about as often as it says: %s",
    (method) => {
      const trials = 100;
      let inside = 0;
      for (let trial = 0; trial < trials; trial++) {
        const { low, high } = bootstrapInterval(accuracy, draw(60, 0.8, trial), {
          level: 0.9,
          samples: 100,
          seed: trial,
          method,
        });
        inside += Number(low <= 0.8 && 0.8 <= high);
      }
      expect(inside / trials).toBeGreaterThan(0.83);
      expect(inside / trials).toBeLessThan(0.97);
    },
  );

  it("is the same for one seed, another for another, and wider for a higher level", () => {
    const data = draw(50, 0.7, 1);
    const width = (options: object): number => {
      const { low, high } = bootstrapInterval(accuracy, data, options);
      return high - low;
    };
    const first = bootstrapInterval(accuracy, data, { seed: 1 });
    expect(bootstrapInterval(accuracy, data, { seed: 1 })).toEqual(first);
    expect(bootstrapInterval(accuracy, data, { seed: 2 })).not.toEqual(first);
    expect(width({ level: 0.99 })).toBeGreaterThan(width({ level: 0.5 }));
  });

  it("keeps the number of rows of each class if it is stratified", () => {
    const [rare, seen] = [
      { labels: [0, 0, 0, 0, 0, 1], scores: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] },
      new Set<number>(),
    ];
    const countPositives = (labels: ArrayLike<number>): number => {
      const positives = Array.from(labels).filter((label) => label === 1).length;
      seen.add(positives);
      return positives;
    };
    bootstrapInterval(countPositives, rare, { stratify: true });
    expect([...seen]).toEqual([1]);
    bootstrapInterval(countPositives, rare);
    expect(seen.size).toBeGreaterThan(2);
  });

  it("leaves out samples without a result, and counts the others", () => {
    const rare = { labels: [0, 0, 0, 1], scores: [0.1, 0.7, 0.3, 0.6] };
    expect(bootstrapInterval(rocAuc, rare, { samples: 400 }).samples).toBeLessThan(300);
    expect(bootstrapInterval(rocAuc, rare, { samples: 400, stratify: true }).samples).toBe(400);
  });

  it("draws the rows of a group together", () => {
    const data = { labels: [0, 1, 0, 1, 1, 1], scores: [0.3, 0.6, 0.1, 0.9, 0.4, 0.8] };
    const groups = ["a", "a", "b", "b", "c", "c"];
    const ofGroup = new Map([0.3, 0.6, 0.1, 0.9, 0.4, 0.8].map((score, row) => [score, groups[row]]));
    const countSplit = (_labels: ArrayLike<number>, scores: ArrayLike<number>): number => {
      const names = Array.from(scores, (score) => ofGroup.get(score));
      return names.filter((name, at) => at % 2 === 0 && name !== names[at + 1]).length;
    };
    expect(bootstrapInterval(countSplit, data, { groups })).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(bootstrapInterval(countSplit, data).high).toBeGreaterThan(0);
    expect(bootstrapInterval(rocAuc, data, { groups, method: "bca" }).value).toBe(1);
  });

  it("refuses BCa of one row or group", () => {
    const data = { labels: [0, 1, 0, 1], scores: [0.3, 0.6, 0.1, 0.2] };
    const groups = ["a", "a", "a", "a"];
    expect(() => bootstrapInterval(rocAuc, data, { groups, method: "bca" })).toThrow(
      'bootstrapInterval: method "bca" needs at least 2 groups, because it leaves out each in turn, got 1 group',
    );
    const one = { labels: [1], scores: [1] };
    expect(() => bootstrapInterval(accuracy, one, { method: "bca" })).toThrow("at least 2 rows");
    expect(bootstrapInterval(rocAuc, data, { groups })).toMatchObject({ value: 0.75, low: 0.75, high: 0.75 });
  });

  it("passes matrices of scores, and weights, with the drawn rows", () => {
    const labels = [0, 1, 2, 0, 1, 2];
    const scores = {
      data: [0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.3, 0.3, 0.4, 0.5, 0.4, 0.1, 0.1, 0.8, 0.1, 0.2, 0.2, 0.6],
      shape: [6, 3],
    };
    const weights = [1, 2, 3, 4, 5, 6];
    const { value, low, high } = bootstrapInterval(logLoss, { labels, scores, weights });
    expect(value).toBe(logLoss(labels, scores, { weights }));
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  });

  it("throws if there is nothing to estimate, or an option is out of range", () => {
    const data = draw(10, 0.5, 1);
    expect(() => bootstrapInterval(rocAuc, { labels: [1, 1], scores: [0.1, 0.2] })).toThrow(
      "bootstrapInterval: the metric of all rows must be finite, got NaN",
    );
    expect(() => bootstrapInterval(accuracy, data, { level: 1 })).toThrow("bootstrapInterval: level must be");
    expect(() => bootstrapInterval(accuracy, data, { samples: 0 })).toThrow("samples must be an integer");
    expect(() => bootstrapInterval(accuracy, data, { groups: ["a"] })).toThrow(
      "bootstrapInterval: groups must have one value per row, 10, got 1",
    );
    expect(() => bootstrapInterval(accuracy, data, { groups: data.labels, stratify: true })).toThrow(
      "bootstrapInterval: stratify is for rows, and cannot be combined with groups",
    );
    expect(() => bootstrapInterval(accuracy, { ...data, labels: [1] })).toThrow(
      "bootstrapInterval: labels must have one number per row, 10, got 1",
    );
    expect(() => bootstrapInterval("auc" as never, data)).toThrow("measure must be a function");
  });
});

describe("byGroup", () => {
  const data = { labels: [0, 1, 1, 0, 1, 1], scores: [0, 1, 0, 0, 1, 1], weights: [1, 1, 1, 1, 1, 2] };

  it("measures each group, in the order in which they occur", () => {
    expect(byGroup(accuracy, data, ["b", "a", "b", "a", "b", "a"])).toEqual([
      { group: "b", rows: 3, value: 2 / 3 },
      { group: "a", rows: 3, value: 1 },
    ]);
    expect(byGroup(cohenKappa, data, Uint8Array.of(0, 0, 0, 1, 1, 1)).map(({ value }) => value)).toEqual([
      expect.closeTo(0.4, 12),
      1,
    ]);
  });

  it("returns the results of any function, and passes weights", () => {
    const [{ value }] = byGroup(classificationReport, data, ["a", "a", "a", "a", "a", "a"]);
    expect(value).toEqual(classificationReport(data.labels, data.scores, { weights: data.weights }));
  });

  it("throws if there is not one group per row", () => {
    expect(() => byGroup(accuracy, data, ["a"])).toThrow(
      "byGroup: groups must have one value per row, 6, got 1",
    );
    expect(() => byGroup(accuracy, data, undefined as never)).toThrow("byGroup: groups must be an array");
  });
});
