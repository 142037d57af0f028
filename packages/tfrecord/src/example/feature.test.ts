import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { decodeExample } from "./decodeExample.ts";
import { encodeExample } from "./encodeExample.ts";
import { bytes, float32, int64 } from "./feature.ts";

type Any = (...values: unknown[]) => unknown; // as JavaScript may call them

describe("features", () => {
  it("hold no, one or many values, or those of a list", () => {
    expect([...float32().values, ...float32([]).values, ...int64().values, ...bytes().values]).toEqual([]);
    expect([...float32(1, NaN).values, ...float32(new Set([2])).values]).toEqual([1, NaN, 2]);
    expect([...int64([1, 2n]).values, ...int64(new BigInt64Array(1)).values]).toEqual([1n, 2n, 0n]);
    const foreign = runInNewContext("new Uint8Array([1, 2])") as Uint8Array;
    expect(bytes(foreign, new ArrayBuffer(1), "a").values).toEqual([
      new Uint8Array([1, 2]),
      new Uint8Array(1),
      new Uint8Array([97]),
    ]);
  });

  it.each<[string, Any, unknown[], string]>([
    ["undefined", float32 as Any, [undefined], "float32: value 0 must be a number, got undefined"],
    ["undefined", int64 as Any, [undefined], "int64: value 0 must be a number or a bigint, got undefined"],
    ["undefined", bytes as Any, [undefined], "bytes: value 0 must be bytes or text, got undefined"],
    ["undefined in a list", float32 as Any, [[1, undefined]], "value 1 must be a number, got undefined"],
    ["null", int64 as Any, [null], "got null"],
    ["text", float32 as Any, ["12"], 'got "12"'],
    ["a bigint", float32 as Any, [1n], "got 1"],
    ["true", int64 as Any, [true], "got true"],
    [
      "nested lists",
      float32 as Any,
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      "pass values.flat(), and the shape [2, 2] in the spec",
    ],
    ["a list among values", float32 as Any, [[1], [2]], "pass values.flat()"],
    ["a number", bytes as Any, [5], "got 5"],
    ["wide numbers", bytes as Any, [new Float32Array(2)], "must be bytes or text, got 0"],
  ])("refuse %s", (_, make, values, sentence) => {
    expect(() => make(...values)).toThrow(sentence);
  });
});

describe("encodeExample", () => {
  const encode = encodeExample as (features: unknown) => Uint8Array;

  it.each<[unknown, string]>([
    [{ a: 1 }, 'feature "a" must be made by int64 or float32, got 1: write { "a": int64(1) }'],
    [{ a: "x" }, 'feature "a" must be made by bytes, got "x": write { "a": bytes("x") }'],
    [{ a: undefined }, 'feature "a" must be made by bytes, float32 or int64, got undefined'],
    [{ a: { kind: "int64", values: [1] } }, 'feature "a" must be made by'],
    [undefined, "features must be an object or a Map, got undefined"],
    [[1], "features must be an object or a Map, got an array of 1"],
  ])("refuses %j", (features, sentence) => {
    expect(() => encode(features)).toThrow(sentence);
  });

  it("encodes after a refusal as before it", () => {
    expect(() => encode({ a: int64(1), b: 2 })).toThrow('feature "b"');
    expect(decodeExample(encode({ a: int64(1) })).get("a")?.values).toEqual(new BigInt64Array([1n]));
  });
});
