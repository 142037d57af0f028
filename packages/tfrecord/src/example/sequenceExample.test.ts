import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExampleError } from "../wire/exampleError.ts";
import { bytes, float32, int64, type Feature } from "./feature.ts";
import { fixedLength } from "../parse/specs/fixedLength.ts";
import { fixedLengthSequence } from "../parse/specs/fixedLengthSequence.ts";
import { parseSequenceExample, parseSequenceExamples } from "../parse/parseSequenceExample.ts";
import { ragged } from "../parse/specs/ragged.ts";
import { readRecords } from "../records/readRecords.ts";
import { decodeSequenceExample, encodeSequenceExample } from "./sequenceExample.ts";
import { variableLength } from "../parse/specs/variableLength.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");
const { serialized_hex: hex } = JSON.parse(readFileSync(join(fixtures, "sequence.json"), "utf8")) as {
  serialized_hex: string;
};
const golden = new Uint8Array(Buffer.from(hex, "hex"));

describe("a SequenceExample written by TensorFlow", () => {
  it("stands in a file", async () => {
    const file = new Uint8Array(readFileSync(join(fixtures, "sequence.tfrecord")));
    const records: Uint8Array[] = [];
    for await (const record of readRecords(file)) records.push(record);
    expect(records).toEqual([golden]);
  });

  it("is decoded", () => {
    const { context, featureLists } = decodeSequenceExample(golden);
    expect(Object.fromEntries(context)).toEqual({ id: int64(12), locale: bytes("pt_BR") });
    expect(Object.fromEntries(featureLists)).toEqual({
      ratings: [float32(4.5), float32(5, 1)],
      names: [bytes("a"), bytes()],
      empty: [],
    });
  });

  it("is encoded to the same bytes", () => {
    expect(encodeSequenceExample(decodeSequenceExample(golden))).toEqual(golden);
  });

  it("is parsed: ragged, variable, without steps, missing", () => {
    const { context, sequences } = parseSequenceExample(golden, {
      context: { id: fixedLength("int64", { as: "number" }), locale: fixedLength("string") },
      sequences: {
        ratings: ragged("float32"),
        names: variableLength("string"),
        empty: fixedLengthSequence("int64"),
        nope: fixedLengthSequence("float32", { shape: [2] }),
      },
    });
    expect(context).toEqual({ id: 12, locale: "pt_BR" });
    expect(sequences).toEqual({
      ratings: { values: new Float32Array([4.5, 5, 1]), rowSplits: [new Int32Array([0, 1, 3])] },
      names: { values: ["a"], indices: new Int32Array([0, 0]), denseShape: [2, 1] },
      empty: new BigInt64Array(0),
      nope: { data: new Float32Array(0), shape: [0, 2] },
    });
  });

  it("is refused if a step has another number of values", () => {
    const spec = { sequences: { ratings: fixedLengthSequence("float32") } };
    expect(() => parseSequenceExample(golden, spec)).toThrow(
      "step 1: Feature: ratings (data type: float32) holds 2 values, but shape [] takes 1.",
    );
  });

  it("reports everything that does not match, of the context and of the sequences", () => {
    try {
      parseSequenceExample(golden, {
        context: { id: fixedLength("bytes"), nope: fixedLength("int64") },
        sequences: { names: variableLength("int64"), gone: fixedLengthSequence("int64", { required: true }) },
      });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ExampleError);
      expect((error as ExampleError).issues.map(({ feature, kind, step }) => [feature, kind, step])).toEqual([
        ["id", "kind", undefined],
        ["nope", "missing", undefined],
        ["names", "kind", 0],
        ["names", "kind", 1],
        ["gone", "missing", undefined],
      ]);
    }
  });
});

describe("parseSequenceExamples", () => {
  const records = [[[1], [2, 3]], [], [[4, 5, 6]]].map((steps, id) =>
    encodeSequenceExample({
      context: { id: int64(id) },
      featureLists: { x: steps.map((one) => int64(one)), n: steps.map((one) => int64(one.length)) },
    }),
  );

  it("puts the rows before the steps", () => {
    const { context, sequences } = parseSequenceExamples(records, {
      context: { id: fixedLength("int64", { as: "number" }) },
      sequences: {
        x: ragged("int64", { as: "number" }),
        n: fixedLengthSequence("int64", { as: "number", default: -1 }),
      },
    });
    expect(context.id).toEqual({ data: new Float64Array([0, 1, 2]), shape: [3] });
    expect(sequences.x).toEqual({
      values: new Float64Array([1, 2, 3, 4, 5, 6]),
      rowSplits: [new Int32Array([0, 2, 2, 3]), new Int32Array([0, 1, 3, 6])],
    });
    expect(sequences.n).toEqual({
      data: new Float64Array([1, 2, -1, -1, 3, -1]),
      shape: [3, 2],
      lengths: new Int32Array([2, 0, 1]),
    });
  });

  it("returns sparse indices as row, step, position", () => {
    const spec = { sequences: { x: variableLength("int64", { as: "number" }) } };
    expect(parseSequenceExamples(records, spec).sequences.x).toEqual({
      values: new Float64Array([1, 2, 3, 4, 5, 6]),
      indices: new Int32Array([0, 0, 0, 0, 1, 0, 0, 1, 1, 2, 0, 0, 2, 0, 1, 2, 0, 2]),
      denseShape: [3, 2, 3],
    });
  });

  it("names the Example and the step", () => {
    const spec = { sequences: { x: fixedLengthSequence("int64", { shape: [3] }) } };
    expect(() => parseSequenceExamples(records, spec)).toThrow(
      "Example 0: step 1: Feature: x (data type: int64) holds 2 values, but shape [3] takes 3.",
    );
  });
});

describe("encodeSequenceExample", () => {
  const feature: fc.Arbitrary<Feature> = fc.oneof(
    fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map((values) => int64(values)),
    fc.array(fc.float({ noNaN: true })).map((values) => float32(values)),
    fc.array(fc.uint8Array()).map((values) => bytes(values)),
    fc.constant<Feature>({ kind: "none", values: [] }),
  );
  const key = fc.string({ unit: "grapheme" });

  it("is undone by decodeSequenceExample", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, feature), { maxLength: 5 }),
        fc.array(fc.tuple(key, fc.array(feature, { maxLength: 4 })), { maxLength: 5 }),
        (context, lists) => {
          const example = { context: new Map(context), featureLists: new Map(lists) };
          expect(decodeSequenceExample(encodeSequenceExample(example))).toEqual(example);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });
});
