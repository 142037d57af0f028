import { describe, expect, it } from "vitest";
import { splitData } from "./splitData.ts";
import type { PictureRow } from "./trainingData.ts";

function row(id: string, target: number | undefined, group?: string): PictureRow {
  return { id, target, group, metadata: {} };
}

const many = Array.from({ length: 60 }, (_, at) =>
  row(String(at), Number(at % 3 === 0), `p${String(at >> 1)}`),
);
const data = { path: "skin", labels: ["no", "yes"], rows: many, groupedBy: "patient_id" };
const options = { validation: 0.2, seed: 3 };

describe("the split of pictures", () => {
  it("keeps groups together, and the share of each class", () => {
    const { train, validation } = splitData(data, options);
    expect([...train, ...validation].toSorted((a, b) => a - b)).toEqual([...many.keys()]);
    const groups = new Set(train.map((index) => many[index].group));
    expect(validation.filter((index) => groups.has(many[index].group))).toEqual([]);
    expect(validation.filter((index) => many[index].target === 1)).toHaveLength(4);
    expect(validation).toHaveLength(12);
  });

  it("is by picture if each is a group of its own", () => {
    const alone = many.map((one) => ({ ...one, group: one.id }));
    const without = many.map((one) => ({ ...one, group: undefined }));
    expect(splitData({ ...data, rows: alone }, options)).toEqual(
      splitData({ ...data, rows: without }, options),
    );
  });

  it.each<[string, readonly PictureRow[]]>([
    ["skin: a has no class, which training needs", [row("a", undefined)]],
    ["skin: expected pictures of at least 2 classes, got 1: no", [row("a", 0), row("b", 0)]],
    [
      "skin: class yes has 1 picture; expected at least 2, one to train and one to validate",
      [row("a", 0), row("b", 0), row("c", 1)],
    ],
    [
      "skin: expected pictures of at least 2 groups (patient_id), because a group stays in one part; got 1",
      [row("a", 0, "p"), row("b", 1, "p"), row("c", 0, "p"), row("d", 1, "p")],
    ],
    [
      "skin: no picture of class yes is left for",
      [row("a", 0, "p"), row("b", 0, "q"), row("c", 1, "r"), row("d", 1, "r"), row("e", 0, "s")],
    ],
    [
      "skin: the part validation has no rows; there are 4 rows in 2 groups; expected more groups (patient_id), which stay",
      [row("a", 0, "p"), row("b", 1, "p"), row("c", 0, "q"), row("d", 1, "q")],
    ],
  ])("refuses: %s", (sentence, rows) => {
    expect(() => splitData({ ...data, rows }, options)).toThrow(sentence);
  });
});
