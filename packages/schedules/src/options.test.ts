import { describe, expect, it } from "vitest";
import * as schedules from "./index.ts";

const rate = (): number => 1;
const FACTORIES: readonly (readonly [string, (options: object) => unknown])[] = [
  ["cosine", (options) => schedules.cosine(options as never)],
  ["cosineRestarts", (options) => schedules.cosineRestarts(options as never)],
  ["expRange", (options) => schedules.expRange(options as never)],
  ["exponential", (options) => schedules.exponential(options as never)],
  ["inverseTime", (options) => schedules.inverseTime(options as never)],
  ["linear", (options) => schedules.linear(options as never)],
  ["oneCycle", (options) => schedules.oneCycle(options as never)],
  ["plot", (options) => schedules.plot(rate, options as never)],
  ["polynomial", (options) => schedules.polynomial(options as never)],
  ["rampSustainDecay", (options) => schedules.rampSustainDecay(options)],
  ["triangular", (options) => schedules.triangular(options as never)],
  ["triangular2", (options) => schedules.triangular2(options as never)],
  ["warmUp", (options) => schedules.warmUp(rate, options as never)],
];

describe.each(FACTORIES)("%s", (name, make) => {
  it("refuses an unknown option", () => {
    expect(() => make({ unheardOf: 1 })).toThrow(`${name}: unknown option unheardOf; known are `);
  });
});

it("a misspelt option is corrected in the error", () => {
  expect(() => schedules.cosine({ start: 1, step: 10 } as never)).toThrow("did you mean steps?");
});
