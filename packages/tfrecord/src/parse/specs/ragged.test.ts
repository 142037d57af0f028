import { describe, expect, it } from "vitest";
import { encodeExample } from "../../example/encodeExample.ts";
import { float32, int64 } from "../../example/feature.ts";
import { parseExample, parseExamples } from "../parseExample.ts";
import { partition, type Partition } from "./partition.ts";
import { ragged } from "./ragged.ts";

/** The rows [3, 1], [], [4], [1, 5, 9], however they are stored. */
const cases: readonly [Partition, readonly number[]][] = [
  [partition.rowSplits("p"), [0, 2, 2, 3, 6]],
  [partition.rowLengths("p"), [2, 0, 1, 3]],
  [partition.rowStarts("p"), [0, 2, 2, 3]],
  [partition.rowLimits("p"), [2, 2, 3, 6]],
  [partition.valueRowIds("p"), [0, 0, 2, 3, 3, 3]],
];
const values = [3, 1, 4, 1, 5, 9];

describe("ragged", () => {
  for (const [stored, numbers] of cases) {
    const example = encodeExample({ v: float32(values), p: int64(numbers) });
    const spec = { r: ragged("float32", { value: "v", partitions: [stored] }) };

    it(`${stored.rule}: one Example`, () => {
      expect(parseExample(example, spec).r).toEqual({
        values: new Float32Array(values),
        rowSplits: [new Int32Array([0, 2, 2, 3, 6])],
      });
    });

    it(`${stored.rule}: a batch, with rows outermost`, () => {
      const nothing = encodeExample({ v: float32(), p: int64(stored.rule === "rowSplits" ? [0] : []) });
      expect(parseExamples([example, nothing, example], spec).r).toEqual({
        values: new Float32Array([...values, ...values]),
        rowSplits: [new Int32Array([0, 4, 4, 8]), new Int32Array([0, 2, 2, 3, 6, 8, 8, 9, 12])],
      });
    });
  }

  it("uniformRowLength needs no feature", () => {
    const example = encodeExample({ r: float32(values) });
    const spec = { r: ragged("float32", { partitions: [partition.uniformRowLength(2)] }) };
    expect(parseExample(example, spec).r.rowSplits).toEqual([new Int32Array([0, 2, 4, 6])]);
  });

  it("nests levels, the outermost first", () => {
    const example = encodeExample({ v: float32(values), outer: int64(1, 3), inner: int64(2, 0, 1, 3) });
    const partitions = [partition.rowLengths("outer"), partition.rowLengths("inner")];
    expect(parseExample(example, { r: ragged("float32", { value: "v", partitions }) }).r.rowSplits).toEqual([
      new Int32Array([0, 1, 4]),
      new Int32Array([0, 2, 2, 3, 6]),
    ]);
  });

  it("without partitions is the values, and rows in a batch", () => {
    const records = [[1, 2], [], [3]].map((row) => encodeExample({ r: float32(row) }));
    const spec = { r: ragged("float32") };
    expect(parseExample(records[0], spec).r).toEqual(new Float32Array([1, 2]));
    expect(parseExamples(records, spec).r).toEqual({
      values: new Float32Array([1, 2, 3]),
      rowSplits: [new Int32Array([0, 2, 2, 3])],
    });
  });

  const wrong: readonly [string, Partition, readonly number[], string][] = [
    ["begin late", partition.rowSplits("p"), [1, 6], "begins at 1, not at 0."],
    ["go back", partition.rowSplits("p"), [0, 4, 2, 6], "goes back from 4 to 2."],
    ["end early", partition.rowLimits("p"), [2, 5], "covers 5 values, but there are 6."],
    ["end late", partition.rowLengths("p"), [2, 5], "covers 7 values, but there are 6."],
    ["are negative", partition.rowLengths("p"), [-1, 7], "goes back from 0 to -1."],
    ["are too few", partition.valueRowIds("p"), [0, 0], "holds 2 row numbers for 6 values."],
    ["go back to a row", partition.valueRowIds("p"), [0, 0, 1, 1, 0, 1], "goes back to row 0."],
    [
      "ask for memory",
      partition.valueRowIds("p"),
      [0, 0, 0, 0, 0, 2 ** 40],
      "holds the row number 1099511627776",
    ],
    ["do not divide", partition.uniformRowLength(4), [], "asks for rows of 4 values, but there are 6."],
  ];
  for (const [problem, stored, numbers, message] of wrong) {
    it(`refuses ${stored.rule} that ${problem}`, () => {
      const example = encodeExample({ v: float32(values), p: int64(numbers) });
      const spec = { r: ragged("float32", { value: "v", partitions: [stored] }) };
      expect(() => parseExample(example, spec)).toThrow(message);
    });
  }
});
