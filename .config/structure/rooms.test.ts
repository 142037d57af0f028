import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { cyclesIn, fileGraph, folderGraph, sourceFiles, readText } from "./imports.ts";

const files = sourceFiles();

describe("rooms", () => {
  it("are found", () => {
    expect(files.length).toBeGreaterThan(600);
  });

  it("import one another in one direction only", () => {
    expect(cyclesIn(folderGraph(files))).toEqual([]);
  });

  it("hold no files that import one another in a circle", () => {
    expect(cyclesIn(fileGraph(files))).toEqual([]);
  });

  it("hold at most 20 files", () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    const crowded = [...counts].filter(([, count]) => count > 20);
    expect(crowded).toEqual([]);
  });

  it("hold files of at most 200 lines", () => {
    const long = files.filter((file) => readText(file).split("\n").length > 201);
    expect(long.filter((file) => !file.endsWith("/binary.ts"))).toEqual([]);
  });
});

describe("cyclesIn", () => {
  it("returns the groups of nodes that reach one another", () => {
    const graph = new Map([
      ["a", ["b"]],
      ["b", ["c", "d"]],
      ["c", ["a"]],
      ["d", ["e"]],
      ["e", []],
    ]);
    expect(cyclesIn(graph)).toEqual([["a", "b", "c"]]);
  });
});
