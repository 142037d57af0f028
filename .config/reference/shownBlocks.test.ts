import { describe, expect, it } from "vitest";
import { type Page, pagesWithBlocks } from "./pageBlocks.ts";
import { errorsOfShownBlocks } from "./shownBlocks.ts";

/** A page whose blocks build on one another, with two mistakes. */
const WRONG: Page = {
  file: "page.md",
  blocks: [
    { use: "run", line: 3, code: "const a = 1;\n" },
    {
      use: "show",
      line: 8,
      code: 'import { range } from "@tensorloom/data";\n\nconst a: string = range(3).label;\nrange("x");\n',
    },
    { use: "show", line: 20, code: "export const b: number = a;\n" },
  ],
};

describe("the blocks of the documentation that are only shown", () => {
  const pages = pagesWithBlocks();

  it("are found", () => {
    const files = pages
      .filter(({ blocks }) => blocks.some(({ use }) => use === "show"))
      .map(({ file }) => file);
    expect(files).toEqual(
      expect.arrayContaining(["docs/guides/gpu.md", "packages/training/src/ranks/rankError.ts"]),
    );
    expect(files.length).toBeGreaterThan(60);
  });

  it(
    "compile against the packages; what does not is named with its page and line",
    { timeout: 300_000 },
    () => {
      expect(errorsOfShownBlocks([...pages, WRONG])).toEqual([
        "page.md:11: Argument of type 'string' is not assignable to parameter of type 'number'.",
        "page.md:20: Type 'string' is not assignable to type 'number'.",
      ]);
    },
  );
});
