import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, expectTypeOf, it } from "vitest";
import { decodeExample } from "../example/decodeExample.ts";
import { ExampleError } from "../wire/exampleError.ts";
import { fixedLength } from "./specs/fixedLength.ts";
import { fixedLengthSequence, type PaddedSequences } from "./specs/fixedLengthSequence.ts";
import { parseExample, parseExamples } from "./parseExample.ts";
import { parseSequenceExample, parseSequenceExamples } from "./parseSequenceExample.ts";
import { partition } from "./specs/partition.ts";
import { ragged, type Ragged } from "./specs/ragged.ts";
import type { SequencesSpec } from "./sequenceSpec.ts";
import { sparse, type Sparse } from "./specs/sparse.ts";
import type { ExampleSpec } from "./spec.ts";
import { variableLength } from "./specs/variableLength.ts";

interface Answer {
  readonly error?: string;
}
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../fixtures", "batches.json"), "utf8"),
) as {
  rows: string[];
  examples: Record<string, { batch: Answer; first: Answer }>;
  sequenceRows: string[];
  sequences: Record<string, { batch: Answer; first: Answer; last: Answer }>;
  wire: {
    name: string;
    hex: string;
    list: number[] | Answer;
    protobuf: { kind: string; values: number[] } | null;
  }[];
};
const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));

/** A result in the words of the golden file. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return { values: value, shape: [value.length] };
  if (ArrayBuffer.isView(value)) return { values: numbers(value), shape: [numbers(value).length] };
  const { data, values, shape, indices, denseShape, rowSplits } = value as Record<string, unknown>;
  if (indices !== undefined) return { values: numbers(values), indices: numbers(indices), denseShape };
  if (rowSplits !== undefined)
    return { values: numbers(values), rowSplits: (rowSplits as unknown[]).map(numbers) };
  return { values: numbers(data), shape };
}
const numbers = (values: unknown): unknown[] =>
  Array.from(values as ArrayLike<unknown>, (one) => (typeof one === "bigint" ? Number(one) : one));

describe("Examples, alone and in batches, as TensorFlow reads them", () => {
  const rows = golden.rows.map(fromHex);
  const v = { value: "v" } as const;
  const specs: Readonly<Record<string, ExampleSpec>> = {
    "fixed default": { t: fixedLength("int64", { shape: [2], default: [8, 9] }) },
    sequence: { v: fixedLengthSequence("float32") },
    "sequence pairs": { v: fixedLengthSequence("float32", { shape: [2], default: -1 }) },
    "sequence text": { w: fixedLengthSequence("string") },
    variable: { v: variableLength("float32") },
    "variable text": { w: variableLength("string") },
    sparse: { o: sparse("float32", { index: "at", value: "weight", size: 100 }) },
    "sparse plane": { o: sparse("int64", { index: ["x", "y"], value: "p", size: [2, 6] }) },
    ragged: { v: ragged("float32") },
    "ragged splits": { o: ragged("float32", { ...v, partitions: [partition.rowSplits("split")] }) },
    "ragged lengths": { o: ragged("float32", { ...v, partitions: [partition.rowLengths("n")] }) },
    "ragged starts": { o: ragged("float32", { ...v, partitions: [partition.rowStarts("s")] }) },
    "ragged limits": { o: ragged("float32", { ...v, partitions: [partition.rowLimits("l")] }) },
    "ragged ids": { o: ragged("float32", { ...v, partitions: [partition.valueRowIds("id")] }) },
    "ragged nested": {
      o: ragged("float32", { ...v, partitions: [partition.rowLengths("outer"), partition.rowLengths("n")] }),
    },
  };

  it("every case has its spec", () => {
    expect([...Object.keys(specs), "ragged uniform"].sort()).toEqual(Object.keys(golden.examples).sort());
  });

  for (const [name, spec] of Object.entries(specs)) {
    it(name, () => {
      const batch = Object.values(parseExamples(rows, spec))[0];
      const first = Object.values(parseExample(rows[0], spec))[0];
      expect(plain(batch)).toEqual(golden.examples[name].batch);
      // for a single Example's sparse row we return the values alone: their indices are 0, 1, 2 and so on
      const { indices, ...expected } = golden.examples[name].first as {
        indices?: number[];
        denseShape?: number[];
        values?: unknown[];
      };
      if (indices === undefined || name.startsWith("sparse"))
        expect(plain(first)).toEqual(golden.examples[name].first);
      else
        expect([plain(first), indices]).toEqual([
          { values: expected.values, shape: expected.denseShape },
          indices.map((_, i) => i),
        ]);
    });
  }

  it("ragged uniform: rows like any other; TensorFlow makes a dimension", () => {
    const spec = { o: ragged("float32", { value: "v", partitions: [partition.uniformRowLength(2)] }) };
    expect(plain(parseExamples(rows, spec).o)).toEqual({
      values: [3, 1, 4, 1.5, 2, 7],
      rowSplits: [
        [0, 2, 3, 3],
        [0, 2, 4, 6],
      ],
    });
  });
});

describe("SequenceExamples, as TensorFlow reads them", () => {
  const rows = golden.sequenceRows.map(fromHex);
  const specs: Readonly<Record<string, SequencesSpec>> = {
    "scalar steps": { f: fixedLengthSequence("float32") },
    pairs: { pair: fixedLengthSequence("int64", { shape: [2] }) },
    variable: { any: variableLength("float32") },
    ragged: { words: ragged("string") },
    "not allowed to be missing": { f: fixedLengthSequence("float32", { required: true }) },
    "wrong count": { any: fixedLengthSequence("float32") },
    "wrong kind": { f: fixedLengthSequence("int64") },
  };
  const attempt = (call: () => unknown): unknown => {
    try {
      return plain(call());
    } catch (error) {
      if (error instanceof ExampleError) return { error: error.message };
      throw error;
    }
  };
  /** TensorFlow's verdict: the value, or that it is refused. */
  const verdict = (response: Answer): unknown =>
    response.error === undefined ? response : { error: expect.any(String) as unknown };

  for (const [name, sequences] of Object.entries(specs)) {
    const { batch, first, last } = golden.sequences[name];
    it(name, () => {
      const values = (parsed: { sequences: object }): unknown =>
        (Object.values(parsed.sequences) as unknown[])[0];
      expect(attempt(() => values(parseSequenceExamples(rows, { sequences })))).toEqual(verdict(batch));
      expect(attempt(() => values(parseSequenceExample(rows[0], { sequences })))).toEqual(verdict(first));
      expect(attempt(() => values(parseSequenceExample(rows[2], { sequences })))).toEqual(verdict(last));
    });
  }

  it("the context, with every issue", () => {
    const spec = {
      context: { id: fixedLength("int64") },
      sequences: { any: fixedLengthSequence("float32") },
    };
    expect(parseSequenceExample(rows[0], { context: spec.context }).context).toEqual({ id: 12n });
    expect(() => parseSequenceExamples(rows, spec)).toThrow(
      [
        "Example 2: Feature: id (data type: int64) is required but could not be found.",
        "Example 0: step 1: Feature: any (data type: float32) holds 0 values, but shape [] takes 1.",
        "Example 0: step 2: Feature: any (data type: float32) holds 2 values, but shape [] takes 1.",
        "Example 1: step 0: Feature: any (data type: float32) holds 0 values, but shape [] takes 1.",
      ].join("\n"),
    );
  });

  it("infers what comes out", () => {
    const single = parseSequenceExample(rows[0], {
      context: { id: fixedLength("int64", { as: "number" }) },
      sequences: {
        f: fixedLengthSequence("float32"),
        any: variableLength("float32"),
        words: ragged("string"),
      },
    });
    expectTypeOf(single.context.id).toEqualTypeOf<number>();
    expectTypeOf(single.sequences.f).toEqualTypeOf<Float32Array>();
    expectTypeOf(single.sequences.any).toEqualTypeOf<Sparse<Float32Array>>();
    expectTypeOf(single.sequences.words).toEqualTypeOf<Ragged<readonly string[]>>();
    const batch = parseSequenceExamples(rows, {
      sequences: { pair: fixedLengthSequence("int64", { shape: [2] }) },
    });
    expectTypeOf(batch.sequences.pair).toEqualTypeOf<
      PaddedSequences<BigInt64Array, readonly [number, number, 2]>
    >();
    expect([...batch.sequences.pair.lengths]).toEqual([2, 1, 0]);
  });

  it("sparse steps", () => {
    const spec = { sequences: { o: sparse("float32", { index: "pair", value: "f", size: 9 }) } };
    expect(() => parseSequenceExample(rows[0], spec)).toThrow("has fewer steps than");
  });
});

describe("odd wire forms", () => {
  for (const { name, hex, list, protobuf } of golden.wire) {
    it(`${name}: as protobuf says`, () => {
      const field0 = name === "a field number 0"; // protobuf refuses it, TensorFlow's parser reads over it; so do we refuse
      if (protobuf === null) {
        const spec = { i: variableLength("int64"), f: variableLength("float32") };
        expect(() => [decodeExample(fromHex(hex)), parseExample(fromHex(hex), spec)]).toThrow(ExampleError);
      } else {
        expect(decodeExample(fromHex(hex)).get("i")).toEqual({
          kind: "int64",
          values: BigInt64Array.from(protobuf.values, BigInt),
        });
        expect(numbers(parseExample(fromHex(hex), { i: variableLength("int64") }).i)).toEqual(
          protobuf.values,
        );
      }
      // cases in which TensorFlow's parser reads less than protobuf does, we read what is there
      if (Array.isArray(list) && !field0) expect(protobuf?.values).toEqual(expect.arrayContaining(list));
    });
  }
});

describe("sparse and ragged features that do not fit", () => {
  const first = fromHex(golden.rows[0]);
  it.each([
    [
      { o: sparse("float32", { index: "at", value: "weight", size: 70 }) },
      "Feature: at holds the index 70, which is not in 0..69.",
    ],
    [
      { o: sparse("float32", { index: "x", value: "weight", size: 70 }) },
      "Feature: x holds 3 indices for the 2 values of weight.",
    ],
    [
      { o: ragged("float32", { value: "v", partitions: [partition.rowLengths("at")] }) },
      "Feature: at (rowLengths) covers 73 values, but there are 4.",
    ],
    [
      { o: ragged("float32", { value: "v", partitions: [partition.rowSplits("x")] }) },
      "Feature: x (rowSplits) begins at 1, not at 0.",
    ],
    [
      { o: ragged("float32", { value: "v", partitions: [partition.uniformRowLength(3)] }) },
      "Feature: o (uniformRowLength) asks for rows of 3 values, but there are 4.",
    ],
    [{ v: ragged("int64") }, "Feature: v (data type: int64) holds float32: the data types don't match."],
    [
      { v: fixedLengthSequence("float32", { shape: [3] }) },
      "Feature: v (data type: float32) holds 4 values, but shape [any, 3] takes 3.",
    ],
  ] as [ExampleSpec, string][])("%#", (spec, sentence) => {
    expect(() => parseExample(first, spec)).toThrow(sentence);
    expect(() => parseExamples([first, first], spec)).toThrow(ExampleError);
  });
});
