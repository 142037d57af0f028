import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, expectTypeOf, it } from "vitest";
import { encodeExample } from "../example/encodeExample.ts";
import type { ExampleError } from "../wire/exampleError.ts";
import { bytes, float32, int64 } from "../example/feature.ts";
import { fixedLength } from "./specs/fixedLength.ts";
import { parseExample } from "./parseExample.ts";
import { variableLength } from "./specs/variableLength.ts";
import type { ExampleSpec } from "./spec.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");
const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));

describe("parse specs, as TensorFlow answers", () => {
  const golden = JSON.parse(readFileSync(join(fixtures, "parse.json"), "utf8")) as { serialized_hex: string };
  const data = fromHex(golden.serialized_hex);

  const answers: readonly [string, ExampleSpec, unknown][] = [
    ["scalar", { i: fixedLength("int64") }, { i: 3n }],
    ["vector", { f3: fixedLength("float32", { shape: [3] }) }, { f3: new Float32Array([1, 2, 3]) }],
    [
      "matrix",
      { pairs: fixedLength("int64", { shape: [2, 2] }) },
      { pairs: { data: new BigInt64Array([1n, 2n, 3n, 4n]), shape: [2, 2] } },
    ],
    ["missing-default", { nope: fixedLength("int64", { default: 9 }) }, { nope: 9n }],
    ["unset-default", { u: fixedLength("int64", { default: 9 }) }, { u: 9n }],
    ["varlen", { f3: variableLength("float32") }, { f3: new Float32Array([1, 2, 3]) }],
    ["varlen-missing", { nope: variableLength("float32") }, { nope: new Float32Array(0) }],
  ];
  for (const [name, spec, value] of answers) {
    it(name, () => expect(parseExample(data, spec)).toEqual(value));
  }

  const refusals: readonly [string, ExampleSpec, string][] = [
    [
      "missing",
      { nope: fixedLength("int64") },
      "Feature: nope (data type: int64) is required but could not be found.",
    ],
    [
      "unset",
      { u: fixedLength("int64") },
      "Feature: u (data type: int64) is required but could not be found.",
    ],
    [
      "wrong-kind",
      { s: fixedLength("int64") },
      "Feature: s (data type: int64) holds bytes: the data types don't match.",
    ],
    [
      "wrong-count",
      { f3: fixedLength("float32", { shape: [2] }) },
      "Feature: f3 (data type: float32) holds 3 values, but shape [2] takes 2.",
    ],
    [
      "empty-list",
      { e: fixedLength("int64", { default: 9 }) },
      "Feature: e (data type: int64) holds 0 values, but shape [] takes 1.",
    ],
  ];
  for (const [name, spec, sentence] of refusals) {
    it(`${name}: the sentence`, () => expect(() => parseExample(data, spec)).toThrow(sentence));
  }

  it("garbage", () => {
    expect(() => parseExample(fromHex("ffffff"), { i: fixedLength("int64") })).toThrow(
      "Could not parse example input: expected more bytes of a number at byte 0",
    );
  });
});

describe("wire forms, as TensorFlow reads them", () => {
  const cases = JSON.parse(readFileSync(join(fixtures, "wire.json"), "utf8")) as {
    name: string;
    serialized_hex: string;
    parsed: Record<string, number[]>;
  }[];
  for (const { name, serialized_hex, parsed } of cases) {
    it(name, () => {
      const spec = { i: variableLength("int64", { as: "number" }), f: variableLength("float32") };
      const { i, f } = parseExample(fromHex(serialized_hex), spec);
      expect({ i: [...i], f: [...f] }).toEqual({ i: parsed["i"] ?? [], f: parsed["f"] ?? [] });
    });
  }
});

describe("parseExample", () => {
  it("lists everything that does not fit", () => {
    const example = encodeExample({ a: int64(1, 2), b: float32(1) });
    const spec = { a: fixedLength("int64"), b: fixedLength("bytes"), c: fixedLength("string") };
    try {
      parseExample(example, spec);
      expect.unreachable();
    } catch (error) {
      expect((error as ExampleError).issues.map(({ feature, kind }) => [feature, kind])).toEqual([
        ["a", "count"],
        ["b", "kind"],
        ["c", "missing"],
      ]);
    }
  });

  it("returns integers as numbers only if they are exact", () => {
    const example = encodeExample({ i: int64(2n ** 53n + 1n) });
    expect(parseExample(example, { i: fixedLength("int64") })).toEqual({ i: 2n ** 53n + 1n });
    expect(() => parseExample(example, { i: fixedLength("int64", { as: "number" }) })).toThrow(
      "Feature: i holds 9007199254740993, which cannot be an exact number; read it as bigint.",
    );
  });

  it("refuses text that is not UTF-8", () => {
    const example = encodeExample({ name: bytes(new Uint8Array([0xff])) });
    expect(() => parseExample(example, { name: fixedLength("string") })).toThrow(
      "Feature: name holds bytes that are not UTF-8 text",
    );
  });

  it("infers what comes out", () => {
    const example = encodeExample({
      image: bytes("x"),
      target: int64(1),
      f: float32(1, 2),
      m: float32(1, 2),
    });
    const parsed = parseExample(example, {
      image: fixedLength("bytes"),
      target: fixedLength("int64", { as: "number" }),
      id: fixedLength("int64", { default: 0 }),
      name: fixedLength("string", { default: "" }),
      f: fixedLength("float32", { shape: [2] }),
      m: fixedLength("float32", { shape: [1, 2] }),
      scores: variableLength("int64"),
      words: variableLength("string"),
    });
    expectTypeOf(parsed.image).toEqualTypeOf<Uint8Array>();
    expectTypeOf(parsed.target).toEqualTypeOf<number>();
    expectTypeOf(parsed.id).toEqualTypeOf<bigint>();
    expectTypeOf(parsed.name).toEqualTypeOf<string>();
    expectTypeOf(parsed.f).toEqualTypeOf<Float32Array>();
    expectTypeOf(parsed.m.shape).toEqualTypeOf<readonly [1, 2]>();
    expectTypeOf(parsed.m.data).toEqualTypeOf<Float32Array>();
    expectTypeOf(parsed.scores).toEqualTypeOf<BigInt64Array>();
    expectTypeOf(parsed.words).toEqualTypeOf<readonly string[]>();
    expect(parsed.target).toBe(1);
  });
});
