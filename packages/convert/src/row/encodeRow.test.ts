import { decodeExample } from "@tensorloom/tfrecord";
import { describe, expect, it } from "vitest";
import { encodeRow } from "./encodeRow.ts";
import { RowError } from "./rowError.ts";

const values = (cell: unknown, type: "int64" | "float32" | "bytes"): unknown =>
  decodeExample(encodeRow({ x: cell }, { x: type })).get("x")?.values;

describe("encodeRow", () => {
  it.each<[unknown, "int64" | "float32" | "bytes", unknown]>([
    ["12", "int64", BigInt64Array.of(12n)],
    [true, "int64", BigInt64Array.of(1n)],
    ["-9223372036854775808", "int64", BigInt64Array.of(-(2n ** 63n))],
    [{ int64: "9007199254740993" }, "int64", BigInt64Array.of(9007199254740993n)],
    [[1, "2"], "int64", BigInt64Array.of(1n, 2n)],
    ["0.5", "float32", Float32Array.of(0.5)],
    ["-Infinity", "float32", Float32Array.of(-Infinity)],
    [{ float32: "NaN" }, "float32", Float32Array.of(NaN)],
    [12n, "int64", BigInt64Array.of(12n)],
    ["é", "bytes", [Uint8Array.of(0xc3, 0xa9)]],
    [{ base64: "/wA=" }, "bytes", [Uint8Array.of(255, 0)]],
    ["", "bytes", [Uint8Array.of()]],
    [null, "int64", undefined],
    ["", "float32", undefined],
  ])("%o as %s", (cell, type, expected) => {
    expect(values(cell, type)).toEqual(expected);
  });

  it("lists every cell that does not fit", () => {
    const row = { a: "1.5", b: "old", c: 3, d: { base64: "*" }, e: "9223372036854775808" };
    const columns = { a: "int64", b: "float32", c: "bytes", d: "bytes", e: "int64" } as const;
    let caught: unknown;
    try {
      encodeRow(row, columns);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(RowError);
    expect(caught).toMatchObject({
      issues: [
        { column: "a", problem: 'int64 expected, got "1.5"' },
        { column: "b", problem: 'float32 expected, got "old"' },
        { column: "c", problem: "bytes expected, got 3" },
        { column: "d", problem: 'bytes expected, got "{\\"base64\\":\\"*\\"}"' },
        { column: "e", problem: 'int64 expected, got "9223372036854775808"' },
      ],
    });
  });

  it("keeps a column that is called as a part of every object", () => {
    const row = JSON.parse('{"__proto__": 5}') as Record<string, unknown>;
    const columns = JSON.parse('{"__proto__": "int64"}') as Record<string, "int64">;
    expect([...decodeExample(encodeRow(row, columns)).keys()]).toEqual(["__proto__"]);
  });

  it("refuses an unknown type and a row that is not an object", () => {
    expect(() => encodeRow({}, { x: "float" as "float32" })).toThrow(
      'encodeRow: columns.x must be one of "int64", "float32", "bytes", got "float"',
    );
    expect(() => encodeRow([1] as never, {})).toThrow("encodeRow: row must be an object, got an array of 1");
  });
});
