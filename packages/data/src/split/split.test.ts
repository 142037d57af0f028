import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { split } from "../index.ts";

const numbers = random(1);
const labels = Array.from({ length: 500 }, () => (numbers.uniform() < 0.1 ? "malignant" : "benign"));
const patients = Array.from({ length: 500 }, () => `patient ${String(numbers.integer(60))}`);
const names = Array.from({ length: 500 }, (_, row) => `image ${String(row)}.jpg`);
const fractions = { train: 0.7, validation: 0.2, test: 0.1 };

const shareOf = (rows: readonly number[], label: string): number =>
  rows.filter((row) => labels[row] === label).length / rows.length;

describe("split", () => {
  it.each<[string, object]>([
    ["at random", {}],
    ["in order", { shuffle: false }],
    ["by class", { stratifyBy: labels }],
    ["by group", { groupBy: patients }],
    ["by class and group", { stratifyBy: labels, groupBy: patients }],
    ["by hash", { hashBy: names }],
  ])("has each row in one part, in ascending order: %s", (_, by) => {
    const { train, validation, test } = split(500, { fractions, ...by });
    const all = [...train, ...validation, ...test];
    expect(all.toSorted((a, b) => a - b)).toEqual([...labels.keys()]);
    for (const rows of [train, validation, test]) expect(rows).toEqual(rows.toSorted((a, b) => a - b));
  });

  it("has the sizes of the fractions, and returns a list for a list", () => {
    const { train, validation, test } = split(500, { fractions });
    expect([train.length, validation.length, test.length]).toEqual([350, 100, 50]);
    const [first, second] = split(10, { fractions: [0.75, 0.25] });
    expect([first.length, second.length]).toEqual([7, 3]);
    expect(split(100, { fractions: [0.93, 0.07] })[1].length).toBe(7); // 0.07 * 100 is above 7
  });

  it("depends on the seed only", () => {
    const parts = split(500, { fractions, seed: 1 });
    expect(split(500, { fractions, seed: 1 })).toEqual(parts);
    expect(split(500, { fractions, seed: 2 })).not.toEqual(parts);
    expect(split(500, { fractions, stratifyBy: labels, seed: 1 })).not.toEqual(
      split(500, { fractions, stratifyBy: labels, seed: 2 }),
    );
  });

  it("draws every row about as often for each part", () => {
    const drawn = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 500; seed++)
      for (const row of split(20, {
        fractions: [0.5, 0.5],
        stratifyBy: names.slice(0, 20).fill("a"),
        seed,
      })[1])
        drawn[row]++;
    expect(Math.min(...drawn)).toBeGreaterThan(200); // 250 are expected, with a deviation of 11
    expect(Math.max(...drawn)).toBeLessThan(300);
  });

  it("has the share of each class to within a row if stratified", () => {
    const whole = shareOf([...labels.keys()], "malignant");
    for (const rows of Object.values(split(500, { fractions, stratifyBy: labels })))
      expect(Math.abs(shareOf(rows, "malignant") - whole)).toBeLessThan(1 / rows.length);
  });

  it("decides equal remainders by the seed", () => {
    const letters = Array.from({ length: 20 }, (_, row) => "abcd"[row % 4]);
    const firsts = Array.from({ length: 20 }, (_, seed) => {
      const parts = split(20, { fractions: [0.3, 0.7], stratifyBy: letters, seed });
      return parts[0]
        .map((row) => letters[row])
        .toSorted()
        .join("");
    });
    expect(new Set(firsts).size).toBeGreaterThan(3);
  });

  it.each([{ groupBy: patients }, { groupBy: patients, stratifyBy: labels }, { hashBy: patients }])(
    "keeps the rows of a group together: %o",
    (by) => {
      const parts = Object.values(split(500, { fractions, ...by }));
      const groups = parts.map((rows) => new Set(rows.map((row) => patients[row])));
      expect(groups.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(patients).size);
    },
  );

  it("has about the fractions of rows and of classes if stratified and grouped", () => {
    for (let seed = 0; seed < 20; seed++) {
      const { train, validation, test } = split(500, {
        fractions,
        stratifyBy: labels,
        groupBy: patients,
        seed,
      });
      for (const [rows, share] of [
        [train, 0.7],
        [validation, 0.2],
        [test, 0.1],
      ] as const) {
        expect(Math.abs(rows.length / 500 - share)).toBeLessThan(0.04);
        const malignant = rows.filter((row) => labels[row] === "malignant").length;
        const all = labels.filter((label) => label === "malignant").length;
        expect(Math.abs(malignant / all - share)).toBeLessThan(0.1);
      }
    }
  });

  it("divides rows in the same way in every version", () => {
    const halves = { fractions: [0.5, 0.5], seed: 1 };
    expect(split(10, halves)[1]).toEqual([1, 2, 3, 4, 7]);
    const stratifyBy = Array.from({ length: 10 }, (_, row) => (row < 5 ? "a" : "b"));
    expect(split(10, { ...halves, stratifyBy })[1]).toEqual([0, 3, 4, 6, 8]);
    expect(split(10, { ...halves, hashBy: names.slice(0, 10) })[1]).toEqual([2, 3, 4, 5, 7]);
  });

  it("keeps rows in their part when others are added or removed, if it hashes", () => {
    const before = split(400, { fractions, hashBy: names.slice(100), seed: 3 });
    const after = split(500, { fractions, hashBy: names, seed: 3 });
    for (const part of ["train", "validation", "test"] as const)
      expect(after[part].filter((row) => row >= 100).map((row) => row - 100)).toEqual(before[part]);
    expect(split(500, { fractions, hashBy: names, seed: 4 })).not.toEqual(after);
  });

  it("has about the fractions if it hashes", () => {
    const many = Array.from({ length: 20_000 }, (_, row) => row);
    const parts = split(many.length, { fractions, hashBy: many });
    expect(Math.abs(parts.train.length - 14_000)).toBeLessThan(260); // four deviations
    expect(Math.abs(parts.test.length - 2000)).toBeLessThan(170);
  });

  it.each<[string, object]>([
    [
      "unknown option stratify; known are fractions, stratifyBy, groupBy, hashBy, seed, shuffle",
      { stratify: 1 },
    ],
    ["fractions must be an object or a list, such as { train: 0.8, test: 0.2 }, got 0.8", { fractions: 0.8 }],
    ["fractions must sum to 1, got 0.9", { fractions: [0.8, 0.1] }],
    ["fractions must have at least two, got 1", { fractions: { train: 1 } }],
    ["fractions.test must be above 0, got 0", { fractions: { train: 1, test: 0 } }],
    ["fractions.0 must be a finite number from 0 to 1, got -0.5", { fractions: [-0.5, 1.5] }],
    ["stratifyBy must have one key per row, 500, got 2", { stratifyBy: ["a", "b"] }],
    ["stratifyBy must be an array of keys, got null", { stratifyBy: null }],
    [
      "groupBy[3] must be a string, got undefined",
      { groupBy: patients.map((p, i) => (i === 3 ? undefined : p)) },
    ],
    ["groupBy[0] must be a finite number, got NaN", { groupBy: patients.map(() => NaN) }],
    ['groupBy[1] must be a finite number, got "a"', { groupBy: patients.map((_, i) => (i === 1 ? "a" : i)) }],
    ["seed has no effect without shuffle, got 1", { seed: 1, shuffle: false }],
    [
      "hashBy decides for each row by itself; it cannot be combined with stratifyBy",
      { hashBy: names, stratifyBy: labels },
    ],
    [
      'each class must have a row per part, but "rare" has 2 for 3',
      { stratifyBy: labels.map((label, row) => (row < 2 ? "rare" : label)) },
    ],
    [
      "each part must have a row per class, but one has 50 for 100",
      { stratifyBy: labels.map((_, row) => row % 100) },
    ],
    [
      "the part validation has no rows; there are 500 rows in 2 groups",
      { groupBy: labels, stratifyBy: labels },
    ],
  ])("throws: %s", (sentence, options) => {
    expect(() => split(500, { fractions, ...options })).toThrow(`split: ${sentence}`);
  });

  it("throws if there are too few rows for a part", () => {
    expect(() => split(2, { fractions })).toThrow("split: the part train has no rows; there are 2 rows");
    expect(() => split(0, { fractions })).toThrow("split: rows must be an integer of at least 1, got 0");
  });
});
