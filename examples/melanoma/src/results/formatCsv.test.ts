import { expect, it } from "vitest";
import { formatCsv } from "./formatCsv.ts";

it("quotes what has commas, quotes or line breaks", () => {
  expect(
    formatCsv([
      ["id", "score"],
      ["a,b", 0.5],
      ['say "no"', 1e-9],
      ["two\nlines", -1],
    ]),
  ).toBe('id,score\n"a,b",0.5\n"say ""no""",1e-9\n"two\nlines",-1\n');
});
