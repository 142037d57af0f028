import { describe, expect, it } from "vitest";
import { encodeExample } from "../../example/encodeExample.ts";
import { bytes, float32, int64 } from "../../example/feature.ts";
import { parseExample, parseExamples } from "../parseExample.ts";
import { sparse } from "./sparse.ts";

describe("sparse", () => {
  const example = encodeExample({ y: int64(9, 0, 5), x: int64(1, 2, 0), v: float32(3, 1, 4) });
  const grid = { index: ["y", "x"], value: "v", size: [10, 3] } as const;

  it("sorts values by their place", () => {
    expect(parseExample(example, { g: sparse("float32", grid) }).g).toEqual({
      values: new Float32Array([1, 4, 3]),
      indices: new Int32Array([0, 2, 5, 0, 9, 1]),
      denseShape: [10, 3],
    });
  });

  it("keeps their order with sorted: true", () => {
    expect(parseExample(example, { g: sparse("float32", { ...grid, sorted: true }) }).g.values).toEqual(
      new Float32Array([3, 1, 4]),
    );
  });

  it("puts the row before the place in a batch", () => {
    const stored: readonly [number[], string[]][] = [
      [
        [4, 1],
        ["a", "b"],
      ],
      [[], []],
      [[0], ["c"]],
    ];
    const records = stored.map(([at, v]) => encodeExample({ at: int64(at), v: bytes(v) }));
    const spec = { words: sparse("string", { index: "at", value: "v", size: 5 }) };
    expect(parseExamples(records, spec).words).toEqual({
      values: ["b", "a", "c"],
      indices: new Int32Array([0, 1, 0, 4, 2, 0]),
      denseShape: [3, 5],
    });
  });

  it("is empty if its features are missing", () => {
    expect(parseExample(encodeExample({}), { g: sparse("float32", grid) }).g).toEqual({
      values: new Float32Array(0),
      indices: new Int32Array(0),
      denseShape: [10, 3],
    });
  });

  it("refuses a place outside", () => {
    for (const at of [-1n, 10n, 2n ** 62n]) {
      const outside = encodeExample({ y: int64(at), x: int64(0), v: float32(1) });
      expect(() => parseExample(outside, { g: sparse("float32", grid) })).toThrow(
        `Feature: y holds the index ${String(at)}, which is not in 0..9.`,
      );
    }
  });

  it("refuses another number of places than of values", () => {
    const uneven = encodeExample({ y: int64(1, 2), x: int64(0), v: float32(1) });
    expect(() => parseExample(uneven, { g: sparse("float32", grid) })).toThrow(
      "Feature: y holds 2 indices for the 1 values of v.",
    );
  });

  it("takes as many sizes as indices", () => {
    expect(() => sparse("int64", { index: ["y", "x"], value: "v", size: 3 })).toThrow(RangeError);
  });
});
