import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeExample } from "../example/encodeExample.ts";
import { bytes, float32, int64 } from "../example/feature.ts";
import { fixedLength } from "./specs/fixedLength.ts";
import { fixedLengthSequence } from "./specs/fixedLengthSequence.ts";
import { parseExample, parseExamples } from "./parseExample.ts";
import { partition } from "./specs/partition.ts";
import { ragged } from "./specs/ragged.ts";
import { sparse } from "./specs/sparse.ts";
import type { ExampleSpec } from "./spec.ts";
import { variableLength } from "./specs/variableLength.ts";

const int64s = fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { maxLength: 4 });
const floats = fc.array(fc.float({ noNaN: true }), { maxLength: 4 });
const texts = fc.array(fc.string({ unit: "grapheme" }), { maxLength: 4 });
const rows = fc.array(
  fc.record({ one: floats.filter((x) => x.length > 1), ids: int64s, words: texts, pairs: int64s }),
  { maxLength: 6 },
);

describe("parse specs of sequences, as TensorFlow answers", () => {
  const { serialized_hex: hex } = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../fixtures", "parse.json"), "utf8"),
  ) as { serialized_hex: string };
  const data = new Uint8Array(Buffer.from(hex, "hex"));
  const answers: readonly [string, ExampleSpec, unknown][] = [
    ["sequence", { f3: fixedLengthSequence("float32") }, { f3: new Float32Array([1, 2, 3]) }],
    ["sequence-missing", { nope: fixedLengthSequence("float32") }, { nope: new Float32Array(0) }],
    [
      "sequence-rows",
      { pairs: fixedLengthSequence("int64", { shape: [2] }) },
      { pairs: { data: new BigInt64Array([1n, 2n, 3n, 4n]), shape: [2, 2] } },
    ],
    ["ragged", { f3: ragged("float32") }, { f3: new Float32Array([1, 2, 3]) }],
  ];
  for (const [name, spec, value] of answers) {
    it(name, () => expect(parseExample(data, spec)).toEqual(value));
  }

  it("a sequence whose values do not fill its steps", () => {
    const spec = { f3: fixedLengthSequence("float32", { shape: [2] }) };
    expect(() => parseExample(data, spec)).toThrow(
      "Feature: f3 (data type: float32) holds 3 values, but shape [any, 2] takes 2.",
    );
  });

  it("a sequence that has to be there", () => {
    const spec = { nope: fixedLengthSequence("float32", { required: true }) };
    expect(() => parseExample(data, spec)).toThrow("Feature: nope (data type: float32) is required");
  });
});

describe("parseExamples", () => {
  it("returns the results of parseExample, row by row", () => {
    const spec = {
      first: fixedLength("float32"),
      ids: ragged("int64"),
      words: variableLength("string"),
      padded: fixedLengthSequence("int64", { default: -7n }),
    };
    fc.assert(
      fc.property(rows, (examples) => {
        const records = examples.map(({ one, ids, words, pairs }) =>
          encodeExample({
            first: float32(one[0]),
            ids: int64(ids),
            words: bytes(words),
            padded: int64(pairs),
          }),
        );
        const batch = parseExamples(records, spec);
        const singles = records.map((record) => parseExample(record, spec));
        expect([...batch.first.data]).toEqual(singles.map((one) => one.first));
        expect(batch.first.shape).toEqual([records.length]);
        const [splits] = batch.ids.rowSplits;
        singles.forEach((one, row) => {
          expect(batch.ids.values.slice(splits[row], splits[row + 1])).toEqual(one.ids);
          const [, longest] = batch.padded.shape;
          const padded = [...batch.padded.data.subarray(row * longest, (row + 1) * longest)];
          const filler = Array.from({ length: longest - one.padded.length }, () => -7n);
          expect(padded).toEqual([...one.padded, ...filler]);
          expect(batch.padded.lengths[row]).toBe(one.padded.length);
          const words = batch.words.values.filter((_, i) => batch.words.indices[2 * i] === row);
          expect(words).toEqual(one.words);
        });
        expect(batch.words.denseShape).toEqual([
          records.length,
          Math.max(0, ...singles.map((one) => one.words.length)),
        ]);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("fills a shape with a default for the rows that lack the feature", () => {
    const records = [encodeExample({ box: float32(1, 2) }), encodeExample({})];
    const { box } = parseExamples(records, { box: fixedLength("float32", { shape: [2], default: 0.5 }) });
    expect(box).toEqual({ data: new Float32Array([1, 2, 0.5, 0.5]), shape: [2, 2] });
  });

  it("returns no rows without Examples", () => {
    expect(
      parseExamples([], { x: fixedLength("int64", { shape: [3] }), y: variableLength("bytes") }),
    ).toEqual({
      x: { data: new BigInt64Array(0), shape: [0, 3] },
      y: { values: [], indices: new Int32Array(0), denseShape: [0, 0] },
    });
  });

  it("keeps integers at both ends of 64 bits", () => {
    const ends = [-(2n ** 63n), 2n ** 63n - 1n, -1n, 0n];
    const record = encodeExample({ i: int64(ends) });
    expect([...parseExample(record, { i: fixedLength("int64", { shape: [4] }) }).i]).toEqual(ends);
  });

  it("takes a batch of any size", () => {
    const one = encodeExample({ x: float32(1, 2), n: int64(2) });
    const records = Array.from({ length: 150_000 }, () => one);
    const batch = parseExamples(records, {
      padded: fixedLengthSequence("float32", { shape: [2] }),
      x: variableLength("float32"),
      rows: ragged("float32", { value: "x", partitions: [partition.rowLengths("n")] }),
      at: sparse("int64", { index: "n", value: "n", size: 3 }),
    });
    expect(batch.x.denseShape).toEqual([150_000, 2]);
    expect([batch.padded.shape, batch.rows.rowSplits[1].length]).toEqual([[150_000, 0, 2], 150_001]);
    expect(batch.at.values).toEqual(new BigInt64Array(150_000).fill(2n));
    const issues =
      /^Example 0: Feature: n holds the index 2, which is not in 0..1.\n(.*\n){99}and 149900 more$/;
    const tooSmall = { at: sparse("int64", { index: "n", value: "n", size: 2 }) };
    expect(() => parseExamples(records, tooSmall)).toThrow(issues);
  });

  it("names every Example that does not fit", () => {
    const records = [int64(1), float32(1), int64(2, 3)].map((x) => encodeExample({ x }));
    expect(() => parseExamples(records, { x: fixedLength("int64") })).toThrow(
      "Example 1: Feature: x (data type: int64) holds float32: the data types don't match.\n" +
        "Example 2: Feature: x (data type: int64) holds 2 values, but shape [] takes 1.",
    );
  });
});
