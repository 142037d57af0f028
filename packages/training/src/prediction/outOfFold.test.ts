import { describe, expect, it } from "vitest";
import { outOfFold } from "./outOfFold.ts";
import type { Predictions } from "./predictions.ts";

/** Predictions of two outputs: the number in an id, and its negative. */
function fold(...ids: readonly string[]): Predictions {
  const numbers = ids.flatMap((id) => [Number(id.slice(1)), -Number(id.slice(1))]);
  return { ids, outputs: { data: Float32Array.from(numbers), shape: [ids.length, 2] } };
}

const ids = ["i0", "i1", "i2", "i3", "i4"];

describe("outOfFold", () => {
  it("collects the rows of all folds in the order of the dataset", () => {
    expect(outOfFold([fold("i3", "i1"), fold(), fold("i4", "i0", "i2")], ids)).toEqual(fold(...ids));
  });

  it("names the ids that are missing, repeated and unknown, all in one error", () => {
    expect(() => outOfFold([fold("i3", "i1"), fold("i1", "i9")], ids)).toThrow(
      new RangeError(
        "outOfFold: folds must predict each row once: 3 missing (i0, i2, i4); 1 repeated (i1); 1 not in the dataset (i9)",
      ),
    );
    const many = Array.from({ length: 9 }, (_, row) => `i${String(row)}`);
    expect(() => outOfFold([fold()], many)).toThrow("9 missing (i0, i1, i2, i3, i4 and 4 more)");
    expect(() => outOfFold([fold("i1", "i1")], ["i1"])).toThrow("1 repeated (i1)");
    expect(() => outOfFold([fold("i1")], ["i1", "i1"])).toThrow(
      "outOfFold: ids must be different, got more than once: i1",
    );
  });

  it("refuses folds of different outputs, and no folds", () => {
    const narrow = { ids: ["i0"], outputs: { data: new Float32Array(1), shape: [1, 1] } };
    expect(() => outOfFold([fold("i1"), narrow], ["i0", "i1"])).toThrow(
      "outOfFold: folds[1] has rows of shape [1], and the first has rows of [2]",
    );
    expect(() => outOfFold([], ids)).toThrow("outOfFold: folds must not be empty");
    expect(() => outOfFold([fold("i0")], undefined as never)).toThrow(
      "outOfFold: ids must be the ids of the dataset, in its order, got undefined",
    );
  });
});
