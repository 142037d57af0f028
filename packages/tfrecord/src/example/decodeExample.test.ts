import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeExample } from "./decodeExample.ts";
import { encodeExample } from "./encodeExample.ts";
import { ExampleError } from "../wire/exampleError.ts";
import { bytes, float32, int64, type Feature } from "./feature.ts";
import { parseExample } from "../parse/parseExample.ts";
import { decodeSequenceExample, encodeSequenceExample } from "./sequenceExample.ts";
import { variableLength } from "../parse/specs/variableLength.ts";

const feature: fc.Arbitrary<Feature> = fc.oneof(
  fc.array(fc.uint8Array({ maxLength: 200 })).map((values) => bytes(values)),
  fc.array(fc.float()).map((values) => float32(values)),
  fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map((values) => int64(values)),
  fc.constant<Feature>({ kind: "none", values: [] }),
);
const features = fc.uniqueArray(fc.tuple(fc.string({ unit: "grapheme" }), feature), {
  selector: ([key]) => key,
});

describe("decodeExample", () => {
  it("returns the input of encodeExample", () => {
    fc.assert(
      fc.property(features, (pairs) => {
        expect([...decodeExample(encodeExample(new Map(pairs)))]).toEqual(pairs);
      }),
    );
  });

  it("returns a key called __proto__ like any other", () => {
    const data = encodeExample(new Map([["__proto__", int64(1)]]));
    expect(decodeExample(data).get("__proto__")?.kind).toBe("int64");
    const parsed = parseExample(data, Object.fromEntries([["__proto__", variableLength("int64")]]));
    expect(Object.entries(parsed)).toEqual([["__proto__", new BigInt64Array([1n])]]);
  });

  it("returns many floats exactly, copied or read one by one", () => {
    for (const count of [127, 128, 129, 5000]) {
      const values = Float32Array.from({ length: count }, (_, i) => i / 3);
      const example = encodeExample({ before: int64(1), values: { kind: "float32", values } });
      expect(decodeExample(example).get("values")?.values).toEqual(values);
      expect(parseExample(example, { values: variableLength("float32") }).values).toEqual(values);
    }
  });

  it("takes any bytes, cut or changed, for an Example or refuses them", () => {
    const spec = { a: variableLength("int64"), b: variableLength("float32"), c: variableLength("bytes") };
    const changed = fc.tuple(features, fc.nat(), fc.nat(255), fc.nat()).map(([pairs, at, value, cut]) => {
      const data = encodeExample(new Map(pairs));
      data[at % Math.max(1, data.length)] = value;
      return data.subarray(0, data.length - (cut % 3));
    });
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 60 })), (data) => {
        for (const read of [
          decodeExample,
          decodeSequenceExample,
          (one: Uint8Array) => parseExample(one, spec),
        ]) {
          try {
            read(data);
          } catch (error) {
            expect(error).toBeInstanceOf(ExampleError);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("decodeSequenceExample", () => {
  it("returns the input of encodeSequenceExample", () => {
    const lists = fc.uniqueArray(fc.tuple(fc.string(), fc.array(feature, { maxLength: 4 })), {
      selector: ([key]) => key,
    });
    fc.assert(
      fc.property(features, lists, (context, featureLists) => {
        const example = { context: new Map(context), featureLists: new Map(featureLists) };
        const { context: read, featureLists: steps } = decodeSequenceExample(encodeSequenceExample(example));
        expect([[...read], [...steps]]).toEqual([context, featureLists]);
      }),
    );
  });
});
