import { expect, it } from "vitest";
import { scoreTable } from "./scoreTable.ts";

it("has a column per class, and the predicted one by the threshold of two classes", () => {
  const outputs = { data: Float32Array.of(0.25, 0.75), shape: [2, 1] };
  const table = scoreTable({ ids: ["a", "b"], outputs }, ["no", "yes"], 0.2);
  expect(table.rows).toEqual([
    ["id", "no", "yes", "predicted"],
    ["a", 0.75, 0.25, "yes"],
    ["b", 0.25, 0.75, "yes"],
  ]);
});

it("predicts the highest of several classes, with the digits of a float32", () => {
  const outputs = { data: Float32Array.of(0.1, 0.7, 0.2), shape: [1, 3] };
  expect(scoreTable({ ids: ["a"], outputs }, ["x", "y", "z"], 0.5)).toEqual({
    rows: [
      ["id", "x", "y", "z", "predicted"],
      ["a", 0.100000001, 0.699999988, 0.200000003, "y"],
    ],
    predicted: ["y"],
  });
});
