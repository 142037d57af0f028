import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { kFold } from "../index.ts";

const numbers = random(2);
const labels = Array.from({ length: 203 }, () => (numbers.uniform() < 0.15 ? 1 : 0));
const patients = Array.from({ length: 203 }, () => numbers.integer(30));

type By = NonNullable<Parameters<typeof kFold>[1]>;

const SCHEMES: readonly (readonly [string, By])[] = [
  ["at random", {}],
  ["in order", { shuffle: false }],
  ["by class", { stratifyBy: labels }],
  ["by group", { groupBy: patients }],
  ["by class and group", { stratifyBy: labels, groupBy: patients }],
  ["by hash", { hashBy: patients }],
];

describe("kFold", () => {
  it.each(SCHEMES)("validates each row once, and trains with all others: %s", (_, by) => {
    const folds = kFold(203, { folds: 4, ...by });
    expect(folds).toHaveLength(4);
    expect(folds.flatMap(({ validation }) => validation).toSorted((a, b) => a - b)).toEqual([
      ...labels.keys(),
    ]);
    for (const { train, validation } of folds)
      expect([...train, ...validation].toSorted((a, b) => a - b)).toEqual([...labels.keys()]);
  });

  it("has five folds by default, whose sizes differ by at most one", () => {
    expect(kFold(203).map(({ validation }) => validation.length)).toEqual([41, 41, 41, 40, 40]);
  });

  it.each(SCHEMES.filter(([, { shuffle }]) => shuffle !== false))(
    "has other folds for another seed: %s",
    (_, by) => {
      expect(kFold(203, { ...by, seed: 1 })).toEqual(kFold(203, { ...by, seed: 1 }));
      expect(kFold(203, { ...by, seed: 1 })).not.toEqual(kFold(203, { ...by, seed: 2 }));
    },
  );

  it("has the same number of rows of each class in each fold, but for one, if stratified", () => {
    const counts = kFold(203, { stratifyBy: labels, seed: 5 }).map(({ validation }) => [
      validation.filter((row) => labels[row] === 1).length,
      validation.length,
    ]);
    for (const column of [0, 1]) {
      const values = counts.map((pair) => pair[column]);
      expect(Math.max(...values) - Math.min(...values)).toBeLessThanOrEqual(1);
    }
  });

  it.each(SCHEMES.slice(3))("never has a group in two folds: %s", (_, by) => {
    const groups = kFold(203, by).map(({ validation }) => new Set(validation.map((row) => patients[row])));
    expect(groups.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(patients).size);
  });

  it("has the same number of groups in each fold, if it shuffles groups", () => {
    const groups = kFold(203, { folds: 4, groupBy: patients }).map(
      ({ validation }) => new Set(validation.map((row) => patients[row])).size,
    );
    expect(groups).toEqual([8, 8, 7, 7]);
  });

  it("keeps rows in their fold when others are added, if it hashes", () => {
    const ids = Array.from({ length: 60 }, (_, row) => `image ${String(row)}`);
    const [before, after] = [kFold(50, { hashBy: ids.slice(0, 50) }), kFold(60, { hashBy: ids })];
    for (const [fold, { validation }] of after.entries())
      expect(validation.filter((row) => row < 50)).toEqual(before[fold].validation);
  });

  it("permits classes with fewer rows than folds, as scikit-learn does", () => {
    const folds = kFold(12, { folds: 4, stratifyBy: ["rare", ...new Array<string>(11).fill("common")] });
    expect(folds.filter(({ validation }) => validation.includes(0))).toHaveLength(1);
  });

  it.each<[string, object]>([
    ["folds must be an integer of at least 2, got 1", { folds: 1 }],
    ["folds must be at most the number of rows, 203, got 204", { folds: 204 }],
    ["folds must be at most the number of groups, 30, got 31", { folds: 31, groupBy: patients }],
    [
      "folds must be at most the number of rows of the largest class, 3, got 5",
      { stratifyBy: labels.map((_, i) => i % 70) },
    ],
    [
      "hashBy decides for each row by itself; it cannot be combined with groupBy",
      { hashBy: labels, groupBy: labels },
    ],
    ["fold 1 of 5 has no rows", { hashBy: labels }],
    ["unknown option k; known are folds, stratifyBy, groupBy, hashBy, seed, shuffle", { k: 5 }],
  ])("throws: %s", (sentence, options) => {
    expect(() => kFold(203, options)).toThrow(`kFold: ${sentence}`);
  });
});
