import { describe, expect, it } from "vitest";
import { parseGlob } from "./glob.ts";

describe("parseGlob", () => {
  it.each([
    ["a/*.tfrec", "a/x.tfrec", true],
    ["a/*.tfrec", "a/b/x.tfrec", false],
    ["a/*.tfrec", "a/.x.tfrec", false],
    ["a/**/x", "a/x", true],
    ["a/**/x", "a/b/c/x", true],
    ["a/**", "a/b/c", true],
    ["a/**", "a", false],
    ["**/x", "x", true],
    ["train{00..15}-*", "train07-1", true],
    ["train{00..15}-*", "train16-1", false],
    ["a/[!b]?", "a/cd", true],
    ["a/[!b]?", "a/bd", false],
    ["a+b (1)/*", "a+b (1)/ü", true],
    ["a", "a", true],
    ["a", "ab", false],
    ["a/", "a/b/c", true],
    ["", "anything", true],
    ["a[[]1]/[*]", "a[1]/*", true],
    ["a[[]1]/[*]", "a[1]/b", false],
    ["a[{]1..3}/", "a{1..3}/b/.c", true],
    ["a[{]1..3}/", "a2/b", false],
    ["a[[]*/", "a[1]/b/c", true],
    ["a[[]*/", "a[1]", false],
    ["a[[]/.*", "a[/.b", true],
    ["[*]*", ".b", false],
  ])("%s on %s: %s", (pattern, name, expected) => {
    expect(parseGlob(pattern).matches(name)).toBe(expected);
  });

  it("lists no more than the literal start", () => {
    expect(parseGlob("a/b{1..3}/c*")).toMatchObject({ prefix: "a/b", isFlat: false });
    expect(parseGlob("a/b*")).toMatchObject({ prefix: "a/b", isFlat: true });
    expect(parseGlob("a/")).toMatchObject({ prefix: "a/", isFlat: false });
    expect(parseGlob("a/**")).toMatchObject({ prefix: "a/", isFlat: false });
    expect(parseGlob("a/b")).toMatchObject({ prefix: "a/b", isFlat: true });
    expect(parseGlob("a[[]1]/b*")).toMatchObject({ prefix: "a[1]/b", isFlat: true });
    expect(parseGlob("a[[]1]/")).toMatchObject({ prefix: "a[1]/", isFlat: false });
    expect(parseGlob("a[!]1]/b")).toMatchObject({ prefix: "a", isFlat: false });
  });
});
