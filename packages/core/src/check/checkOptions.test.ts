import { describe, expect, it } from "vitest";
import { checkOptions, type OptionKinds } from "./checkOptions.ts";

interface StopOptions {
  readonly patience?: number | undefined;
  readonly monitor?: string | undefined;
  readonly restore?: boolean | undefined;
  readonly clock?: (() => number) | undefined;
}

const KNOWN: OptionKinds<StopOptions> = {
  patience: "number",
  monitor: "string",
  restore: "boolean",
  clock: "function",
};

const check = (options: unknown): StopOptions => checkOptions("stop", options as StopOptions, KNOWN); // as JavaScript may

describe("checkOptions", () => {
  it("returns known options of their kind as they are", () => {
    const options = { patience: 3, monitor: "val_auc", restore: true, clock: () => 0 };
    expect(check(options)).toBe(options);
  });

  it("lets undefined options pass", () => {
    expect(check({ patience: undefined, clock: undefined })).toEqual({});
  });

  it.each([
    [
      { patiance: 3 },
      "stop: unknown option patiance; known are patience, monitor, restore, clock; did you mean patience?",
    ],
    [{ verbose: 1 }, "stop: unknown option verbose; known are patience, monitor, restore, clock"],
    [{ restore: 1 }, "stop: restore must be a boolean, got 1"],
    [{ clock: "now" }, 'stop: clock must be a function, got "now"'],
    [{ monitor: null }, "stop: monitor must be a string, got null"],
    [0.001, "stop: options must be a plain object, got 0.001; say { patience: 0.001 }"],
    ["val_auc", 'stop: options must be a plain object, got "val_auc"; say { monitor: "val_auc" }'],
    [null, "stop: options must be a plain object, got null"],
    [[1], "stop: options must be a plain object, got an array of 1"],
    [new Map(), "stop: options must be a plain object, got an object (Map)"],
  ])("refuses %j", (options, sentence) => {
    expect(() => check(options)).toThrow(new TypeError(sentence));
  });

  it("says so if a function takes no options", () => {
    expect(() => checkOptions<object>("f", { a: 1 }, {})).toThrow("f: unknown option a; it takes none");
  });

  it("names the class of an object that is not plain, not its fields", () => {
    class Tensor {
      readonly rank = 2;
    }
    expect(() => check(new Tensor())).toThrow(
      /^stop: options must be a plain object, got an object \(Tensor\)$/,
    );
  });

  it("sees options that an object inherits", () => {
    expect(() => check(Object.create({ patiance: 1 }))).toThrow("unknown option patiance");
  });
});
