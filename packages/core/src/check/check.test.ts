import { describe, expect, it } from "vitest";
import { callable, finite, integer, oneOf, shown } from "./check.ts";

describe("integer", () => {
  it("returns whole numbers in range", () => {
    expect(integer("n", 3, 1, 3)).toBe(3);
    expect(integer("n", -7)).toBe(-7);
  });

  it.each([
    [0, 1, undefined, "batch: size must be an integer of at least 1, got 0"],
    [1.5, 1, undefined, "batch: size must be an integer of at least 1, got 1.5"],
    [9, 0, 8, "batch: size must be an integer from 0 to 8, got 9"],
    [NaN, undefined, undefined, "batch: size must be an integer, got NaN"],
    [9, undefined, 8, "batch: size must be an integer of at most 8, got 9"],
  ])("refuses %s", (value, min, max, sentence) => {
    expect(() => integer("batch: size", value, min, max)).toThrow(new RangeError(sentence));
  });

  it("distinguishes a wrong kind from a wrong value", () => {
    const text = "3" as unknown as number; // a caller without types
    expect(() => integer("n", text)).toThrow(new TypeError('n must be an integer, got "3"'));
  });
});

describe("finite", () => {
  it.each([
    [Infinity, undefined, undefined, "rate must be a finite number, got Infinity"],
    [-1, 0, undefined, "rate must be a finite number of at least 0, got -1"],
    [2, undefined, 1, "rate must be a finite number of at most 1, got 2"],
    [2, 0, 1, "rate must be a finite number from 0 to 1, got 2"],
    [NaN, 0, 1, "rate must be a finite number from 0 to 1, got NaN"],
  ])("refuses %s", (value, min, max, sentence) => {
    expect(() => finite("rate", value, min, max)).toThrow(new RangeError(sentence));
  });
});

describe("oneOf", () => {
  it("lists the choices", () => {
    const choices: readonly string[] = ["nearest", "bilinear"];
    expect(() => oneOf("resize: method", "cubic", choices)).toThrow(
      new RangeError('resize: method must be one of "nearest", "bilinear", got "cubic"'),
    );
  });
});

describe("callable", () => {
  it("refuses values that cannot be called", () => {
    expect(() => callable("map: transform", 3 as unknown as () => void)).toThrow(
      new TypeError("map: transform must be a function, got 3"),
    );
  });
});

describe("shown", () => {
  it.each([
    [[1, 2], "an array of 2"],
    [new Map(), "an object (Map)"],
    [Math.abs, "function abs"],
    [null, "null"],
    [undefined, "undefined"],
  ])("prints %s", (value, text) => {
    expect(shown(value)).toBe(text);
  });
});
