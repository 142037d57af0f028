import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import {
  bytes,
  decodeExample,
  decodeSequenceExample,
  encodeExample,
  encodeSequenceExample,
  fixedLength,
  int64,
  parseExample,
  parseExamples,
  parseSequenceExample,
  parseSequenceExamples,
} from "./index.ts";

const any = (value: unknown): never => value as never;

describe("functions that read Examples", () => {
  const spec = { id: fixedLength("int64") };
  const record = encodeExample({ id: int64(3) });

  it.each<[string, () => unknown]>([
    ["parseExample: data must be bytes", () => parseExample(any("train.tfrec"), spec)],
    ["parseExample: spec must be an object, got null", () => parseExample(record, any(null))],
    ["parseExamples: records must be an array", () => parseExamples(any(record), spec)],
    ["parseExamples: record 1 must be bytes", () => parseExamples([record, any({})], spec)],
    ["decodeExample: data must be bytes", () => decodeExample(any(undefined))],
    ["decodeSequenceExample: data must be bytes", () => decodeSequenceExample(any("a"))],
    ["parseSequenceExample: data must be bytes", () => parseSequenceExample(any("a"), {})],
    ["parseSequenceExample: spec must be", () => parseSequenceExample(record, any(5))],
    ["did you mean sequences?", () => parseSequenceExample(record, any({ sequence: {} }))],
    ["parseSequenceExamples: record 0 must be", () => parseSequenceExamples([any(1)], {})],
  ])("refuse other input by name: %s", (message, call) => {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  });

  it("take an ArrayBuffer, a Buffer and bytes of another realm", () => {
    const foreign = runInNewContext("Uint8Array.from(list)", { list: [...record] }) as Uint8Array;
    for (const data of [record.slice().buffer, Buffer.from(record), foreign]) {
      expect(parseExample(any(data), spec)).toEqual({ id: 3n });
      expect(decodeExample(any(data)).get("id")?.values).toEqual(BigInt64Array.of(3n));
    }
    const foreignMap = runInNewContext("new Map(pairs)", { pairs: [["id", int64(3)]] }) as never;
    expect(encodeExample(foreignMap)).toEqual(record);
  });
});

describe("encodeSequenceExample", () => {
  it.each<[string, unknown]>([
    ["encodeSequenceExample: expected { context, featureLists }, got null", null],
    ["did you mean featureLists?", { featureList: {} }],
    ['encodeSequenceExample: feature "a" must be made by int64', { context: { a: 1 } }],
    ["encodeSequenceExample: context must be an object or a Map, got an array of 0", { context: [] }],
    ["encodeSequenceExample: featureLists must be an object or a Map", { featureLists: [] }],
    [
      'encodeSequenceExample: feature list "a" must be an array of features, one for each step',
      { featureLists: { a: bytes("x") } },
    ],
    [
      'encodeSequenceExample: feature list "a", step 1, must be made by int64 or float32, got 2',
      { featureLists: { a: [int64(1), 2] } },
    ],
  ])("refuses %s", (message, example) => {
    expect(() => encodeSequenceExample(any(example))).toThrow(TypeError);
    expect(() => encodeSequenceExample(any(example))).toThrow(message);
  });
});
