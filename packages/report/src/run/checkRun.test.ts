import { describe, expect, it } from "vitest";
import { checkRun } from "./checkRun.ts";

const predictions = { ids: ["a", "b"], labels: [0, 1], scores: [0.2, 0.7] };
const matrix = { data: [0.1, 0.2, 0.7, 0.3, 0.3, 0.4], shape: [2, 3] };

describe("checkRun", () => {
  it("returns a run as it is", () => {
    const run = { name: "B0", predictions, unit: undefined };
    expect(checkRun("run", run)).toBe(run);
    expect(() =>
      checkRun("run", { name: "B0", predictions: { ...predictions, scores: matrix } }),
    ).not.toThrow();
  });

  it.each<[object, string]>([
    [{}, "run: name must be a text, got undefined"],
    [{ name: "B0", epoch: [] }, "run: unknown option epoch"],
    [{ name: "B0", classes: ["a", "a"] }, "run: classes must have different names"],
    [{ name: "B0", positive: "cat" }, 'run: positive must be one of the classes, got "cat"'],
    [
      { name: "B0", seconds: { read: -1 } },
      'run: seconds["read"] must be a finite number of at least 0, got -1',
    ],
    [{ name: "B0", data: [{ split: "test" }] }, "run: data[0].rows must be a finite number"],
    [
      { name: "B0", predictions: { ...predictions, labels: [0] } },
      "run: predictions.labels must have one class",
    ],
    [
      { name: "B0", predictions: { ...predictions, labels: [0, 2] } },
      "labels[1] must be an integer from 0 to 1, got 2",
    ],
    [
      { name: "B0", predictions: { ...predictions, scores: [0, NaN] } },
      "scores[1] must be a finite number, got NaN",
    ],
    [
      { name: "B0", predictions: { ...predictions, scores: [1] } },
      "scores must be 2 rows, as ids are, got the shape [1]",
    ],
    [{ name: "B0", classes: ["a", "b", "c"], predictions }, "scores must have a column per class, 3, or one"],
    [
      { name: "B0", predictions: { ...predictions, groups: { sex: ["f"] } } },
      "groups.sex must have one text per row",
    ],
    [{ name: "B0", unit: "patient", predictions }, 'groups must have the column of unit, "patient"'],
    [
      { name: "B0", pictures: [{ role: "hit", id: "a", image: new Uint8Array(9) }] },
      "bytes of JPEG or PNG files",
    ],
  ])("refuses %#", (run, sentence) => {
    expect(() => checkRun("run", run as never)).toThrow(sentence);
  });
});
