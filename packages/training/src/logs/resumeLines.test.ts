import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepLines } from "./resumeLines.ts";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lines-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the lines of a log that a resumed run continues", () => {
  it.each([
    ["all lines before the point", "a\nb\nc\n", "a\nb\n"],
    ["no line after the first that is dropped", "a\nc\nb\n", "a\n"],
    ["no line that a kill cut off", "a\nb", "a\n"],
    ["nothing of an empty log", "", ""],
  ])("keep %s", async (_, before, after) => {
    const path = join(folder, "log.txt");
    writeFileSync(path, before);
    const kept = await keepLines(path, (line) => line < "c");
    expect(readFileSync(path, "utf8")).toBe(after);
    expect(kept).toEqual(after.split("\n").slice(0, -1));
  });

  it("of a missing log are an empty list", async () => {
    expect(await keepLines(join(folder, "log.txt"), () => true)).toEqual([]);
    expect(readFileSync(join(folder, "log.txt"), "utf8")).toBe("");
  });

  it("cannot be read from a folder", async () => {
    await expect(keepLines(folder, () => true)).rejects.toThrow(`cannot write ${folder}`);
  });
});
