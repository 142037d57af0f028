import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { kFold, split } from "../index.ts";

interface FoldGolden {
  readonly folds: number;
  readonly labels: readonly number[];
  readonly groups: readonly number[];
  /** The fold of each row, a digit each. */
  readonly plain: string;
  readonly stratified: string;
  readonly grouped: string;
  readonly stratifiedGrouped: string;
}

interface SplitGolden {
  readonly test: number;
  readonly labels: readonly number[];
  readonly groups: readonly number[];
  readonly firstOfTest: number;
  readonly classesOfTest: readonly number[];
  readonly groupsOfTest: number;
}

const file = new URL("../../fixtures/splits.json", import.meta.url);
const goldens = JSON.parse(readFileSync(file, "utf8")) as {
  readonly kFold: readonly FoldGolden[];
  readonly split: readonly SplitGolden[];
};

/** The fold of each row, as the goldens have it. */
function digits(folds: readonly { readonly validation: readonly number[] }[]): string {
  const digit: number[] = [];
  folds.forEach(({ validation }, fold) => {
    for (const row of validation) digit[row] = fold;
  });
  return digit.join("");
}

describe.each(goldens.kFold)("$folds folds, in order, are those of scikit-learn", (golden) => {
  const { folds, labels, groups } = golden;
  const names = groups.map((group) => `group ${String(group)}`);
  const foldsBy = (by: object): string => digits(kFold(labels.length, { folds, shuffle: false, ...by }));

  it("KFold", () => {
    expect(foldsBy({})).toBe(golden.plain);
  });

  it("StratifiedKFold", () => {
    expect(foldsBy({ stratifyBy: labels })).toBe(golden.stratified);
  });

  it("GroupKFold", () => {
    expect(foldsBy({ groupBy: names })).toBe(golden.grouped);
  });

  it("StratifiedGroupKFold", () => {
    expect(foldsBy({ stratifyBy: labels, groupBy: names })).toBe(golden.stratifiedGrouped);
  });

  it("StratifiedGroupKFold, as a split into equal parts", () => {
    const fractions = new Array<number>(folds).fill(1 / folds);
    const parts = split(labels.length, { fractions, stratifyBy: labels, groupBy: names, shuffle: false });
    expect(digits(parts.map((validation) => ({ validation })))).toBe(golden.stratifiedGrouped);
  });
});

describe.each(goldens.split)("a part of $test is that of scikit-learn", (golden) => {
  const { labels, groups, test } = golden;
  const fractions = { train: 1 - test, test };

  it("train_test_split without shuffle", () => {
    const parts = split(labels.length, { fractions, shuffle: false });
    const rows = [...labels.keys()];
    expect(parts.train).toEqual(rows.slice(0, golden.firstOfTest));
    expect(parts.test).toEqual(rows.slice(golden.firstOfTest));
  });

  it.each([1, 2, 3])(
    "train_test_split with stratify, with the same number of rows of each class, seed %i",
    (seed) => {
      const parts = split(labels.length, { fractions, stratifyBy: labels, seed });
      const counts = golden.classesOfTest.map((_, c) => parts.test.filter((row) => labels[row] === c).length);
      expect(counts).toEqual(golden.classesOfTest);
    },
  );

  it.each([1, 2, 3])("GroupShuffleSplit, with the same number of groups, seed %i", (seed) => {
    const parts = split(labels.length, { fractions, groupBy: groups, seed });
    expect(new Set(parts.test.map((row) => groups[row])).size).toBe(golden.groupsOfTest);
  });
});
