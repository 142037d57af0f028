import { fromArray } from "@tensorloom/data";
import { expect, it } from "vitest";
import type { TrainingData } from "../pictures/trainingData.ts";
import { dividePictures } from "./pictureFolds.ts";

/** Pictures of discs and rings, of which nothing is read. */
function pictures(targets: readonly number[], groups?: readonly string[]): TrainingData {
  return {
    from: "folder",
    path: "shapes",
    labels: ["disc", "ring"],
    rows: targets.map((target, at) => ({ id: String(at), target, group: groups?.[at], metadata: {} })),
    pictures: fromArray([]),
    groupedBy: groups === undefined ? undefined : "patient_id",
    close: () => Promise.resolve(),
  };
}

const seed = 1;

it("divides pictures into folds that have both classes, and names the scored one", () => {
  const { folds, scored } = dividePictures(pictures([0, 0, 0, 1, 1, 1]), undefined, { folds: 3, seed });
  expect(folds.map(({ validation }) => validation.length)).toEqual([2, 2, 2]);
  expect(scored).toBe("ring");
});

it("refuses a fold that would validate no picture of a class, whose AUC is not a number", () => {
  expect(() => dividePictures(pictures([0, 0, 0, 0, 0, 1]), undefined, { folds: 3, seed })).toThrow(
    "shapes: a fold of 3 has no picture of class ring, which has 1 picture; expected at least 3, or fewer --folds",
  );
  const groups = ["a", "b", "c", "d", "d", "d"];
  expect(() => dividePictures(pictures([0, 0, 0, 1, 1, 1], groups), undefined, { folds: 3, seed })).toThrow(
    "which has 3 pictures in 1 group (patient_id); expected at least 3, or fewer --folds",
  );
});
