import { describe, expect, it } from "vitest";
import { isPrinted, MARK, pageProgram } from "./pageProgram.ts";

const page = [
  "# Page",
  "```ts",
  'import { a } from "a";',
  "a(1); // => 2",
  "```",
  "```text output",
  "epoch 1  loss 0.51",
  "```",
  "```ts no-run",
  "never();",
  "```",
  "```ts b.ts",
  "export const c = 1;",
  "```",
  "```ts",
  "const b = a(2);",
  "```",
].join("\n");

describe("pageProgram", () => {
  it("joins the blocks that run, with a mark at each output", () => {
    const { code, outputs, files } = pageProgram(page);
    expect(code.split("\n").filter((line) => line !== "")).toEqual([
      'import { a } from "a";',
      "expect(await (a(1))).toEqual(2);",
      `console.log(${JSON.stringify(MARK)});`,
      "const b = a(2);",
    ]);
    expect(outputs).toEqual([{ line: 6, lines: ["epoch 1  loss 0.51"] }]);
    expect(files).toEqual({ "b.ts": "export const c = 1;\n" });
  });
});

describe("isPrinted", () => {
  it.each([
    ["the same line", ["a (b)"], ["a (b)"], true],
    ["another loss", ["epoch 1  loss 0.51"], ["epoch 1  loss 12.5"], true],
    ["another whole number", ["epoch 1  loss 0.51"], ["epoch 2  loss 0.51"], false],
    ["another word", ["disc 0.9"], ["square 0.9"], false],
    ["a missing line", ["a", "b"], ["a"], false],
    ["a further line", ["a"], ["a", "b"], false],
    ["lines left out", ["a", "…", "c"], ["a", "b", "b", "c"], true],
  ])("%s", (_, expected, printed, same) => {
    expect(isPrinted(expected, printed)).toBe(same);
  });
});
