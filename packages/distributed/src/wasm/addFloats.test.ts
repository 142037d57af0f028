import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { addFloats, addFloatsInJavaScript } from "./addFloats.ts";

const dice = random(5);
/** Numbers of very different sizes, so that each rounding and the order of the sums matter. */
const drawTerms = (count: number, length: number): readonly Float32Array[] =>
  Array.from({ length: count }, () =>
    Float32Array.from({ length }, () => (dice.uniform() - 0.5) * 10 ** (20 * dice.uniform())),
  );

describe.each([{ length: 0 }, { length: 1 }, { length: 15 }, { length: 4096 }, { length: 10_001 }])(
  "sums of $length numbers",
  ({ length }) => {
    it.each([1, 2, 3, 5])("of %i arrays are those of JavaScript, to the bit", (count) => {
      const terms = drawTerms(count, length);
      const [result, expected] = [new Float32Array(length), new Float32Array(length)];
      addFloats(terms, result);
      addFloatsInJavaScript(terms, expected);
      expect(result).toEqual(expected);
    });

    it.each([0, 1, 2])("may replace term %i", (of) => {
      const terms = drawTerms(3, length);
      const expected = new Float32Array(length);
      addFloatsInJavaScript(terms, expected);
      addFloats(terms, terms[of]);
      expect(terms[of]).toEqual(expected);
    });
  },
);

it("keeps infinities and numbers too large for a single", () => {
  const result = new Float32Array(3);
  addFloats([Float32Array.of(Infinity, 3e38, NaN), Float32Array.of(-Infinity, 3e38, 1)], result);
  expect(result).toEqual(Float32Array.of(NaN, Infinity, NaN));
});
