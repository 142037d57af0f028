import { describe, expect, it } from "vitest";
import { inferColumns } from "./inferColumns.ts";

describe("inferColumns", () => {
  it.each([
    [["1", "-20", "", "9223372036854775807"], "int64"],
    [["1", "9223372036854775808"], "bytes"], // 2^63 does not fit
    [["1", "0.5", "1e-3"], "float32"],
    [["1", "NaN", "-inf"], "float32"],
    [["007", "8"], "bytes"],
    [["1", "old"], "bytes"],
    [["", ""], "bytes"],
    [["true"], "bytes"],
  ])("text %j is %s", (cells, type) => {
    const rows = cells.map((x) => ({ x }));
    expect(inferColumns(rows, true).get("x")).toBe(type);
  });

  it.each<[readonly unknown[], string]>([
    [[1, true, null, 2n], "int64"],
    [[1, 0.5], "float32"],
    [["1"], "bytes"],
    [[1, "old"], "bytes"],
    [[[1, 2], [0.5]], "float32"],
    [[{ int64: "9007199254740993" }, 1], "int64"],
    [[{ float32: "NaN" }, 1], "float32"],
    [[{ base64: "AA==" }], "bytes"],
  ])("values %o are %s", (cells, type) => {
    const rows = cells.map((x: unknown) => ({ x }));
    expect(inferColumns(rows, false).get("x")).toBe(type);
  });

  it("keeps the order of columns, also of those that later rows add", () => {
    expect([...inferColumns([{ b: 1 }, { a: 1, b: 2 }], false).keys()]).toEqual(["b", "a"]);
  });
});
