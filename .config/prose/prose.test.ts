import { describe, expect, it } from "vitest";
import { checkProse } from "./check.ts";

const found = (file: string, text: string): readonly string[] =>
  checkProse(file, text).map((one) => `${String(one.line)} ${one.found}`);

describe("checkProse", () => {
  it("reads comments, strings and templates of code, with their lines", () => {
    expect(
      found(
        "a.ts",
        'const a = 1; // it gives one\n/**\n * Fine.\n * Goes on anew.\n */\nthrow new Error(`told ${a} at once and again`);\nit("stands behind it", f);',
      ),
    ).toEqual(["1 gives", "4 anew", "4 Goes on", "6 told", "6 at once", "7 behind", "7 stands"]);
  });

  it("skips code spans, code blocks and addresses", () => {
    expect(found("a.md", "Call `gives()`.\n\n```ts\n// gives\n```\n\n[x](https://given.org/told)\n")).toEqual(
      [],
    );
    expect(found("a.ts", "/** Calls `gives`. */\nconst gives = 1;")).toEqual([]);
  });

  it("allows where after a place, and refuses it for if", () => {
    expect(found("a.md", "The place where it is. The file exists where it was installed.")).toEqual([
      "1 where",
    ]);
  });

  it("lists a sentence that begins with What, but not a question", () => {
    expect(found("a.md", "What of it holds.\n\nWhat is a tensor?")).toEqual(["1 What o"]);
  });

  it("lists old names among identifiers", () => {
    expect(found("a.ts", "const shop: Workshop = open();")).toEqual(["1 shop", "1 Workshop"]);
  });
});
