import { expect, it } from "vitest";
import { expandRanges } from "./expandRanges.ts";

it.each([
  // The expansions of bash.
  ["train{00..03}-*.tfrec", "train{00,01,02,03}-*.tfrec"],
  ["{8..11}", "{8,9,10,11}"],
  ["{08..11}", "{08,09,10,11}"],
  ["{098..101}", "{098,099,100,101}"],
  ["{3..1}", "{3,2,1}"],
  ["{0..10..5}", "{0,5,10}"],
  ["{10..0..-5}", "{10,5,0}"],
  ["{-1..1}", "{-1,0,1}"],
  ["{-01..1}", "{-01,000,001}"],
  ["{a..e..2}{X..Z}", "{a,c,e}{X,Y,Z}"],
  ["{5..5}", "{5}"],
  ["{a,b}", "{a,b}"],
  ["{1..}", "{1..}"],
  ["a..b", "a..b"],
])("%s is %s", (pattern, expanded) => {
  expect(expandRanges(pattern)).toBe(expanded);
});

it("refuses a range without bounds", () => {
  expect(() => expandRanges("{0..999999999}")).toThrow(
    "{0..999999999} has 1000000000 words, more than 100000",
  );
});
