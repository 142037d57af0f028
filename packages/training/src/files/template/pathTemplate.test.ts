import { describe, expect, it } from "vitest";
import { parsePathTemplate } from "./pathTemplate.ts";

const parse = (path: string) => parsePathTemplate("modelCheckpoint: path", path);

describe("a path template", () => {
  // the expected texts are those of Python's str.format
  it.each<[string, number, string]>([
    ["{epoch}", 7, "7"],
    ["{epoch:d}", 7, "7"],
    ["{epoch:03d}", 7, "007"],
    ["{epoch:03d}", 1234, "1234"],
    ["{epoch:4}", 7, "   7"],
    ["{epoch:04}", 7, "0007"],
    ["{auc}", 0.875, "0.875"],
    ["{auc:.4f}", 0.87654321, "0.8765"],
    ["{auc:f}", 0.5, "0.500000"],
    ["{auc:.0f}", 2.75, "3"],
    ["{auc:08.3f}", -1.5, "-001.500"],
    ["{auc:8.3f}", -1.5, "  -1.500"],
    ["{auc:.2e}", 0.00015, "1.50e-04"],
    ["{auc:.1e}", 1.5e120, "1.5e+120"],
    ["{auc:06.2f}", NaN, "   nan"],
    ["{auc:.2f}", -Infinity, "-inf"],
  ])("%s of %d is %j", (text, value, expected) => {
    expect(parse(text).format({ epoch: value, auc: value })).toBe(expected);
  });

  it("has text, braces and several numbers", () => {
    const template = parse("out/{{a}}/{epoch:02d}-{val_auc:.2f}.keras");
    expect(template.format({ epoch: 3, val_auc: 0.5 })).toBe("out/{a}/03-0.50.keras");
    expect([template.varies, template.folder]).toEqual([true, "out/{a}"]);
  });

  it("does not vary without a number", () => {
    expect(parse("out/best").varies).toBe(false);
    expect(parse("out/{{best}}").format({})).toBe("out/{best}");
  });

  it.each([
    ["{epoch:03x}", "the format of {epoch:03x} must be like 03d, .4f or .2e"],
    ["{auc:.4}", "the format of {auc:.4} must be like 03d, .4f or .2e"],
    ["{auc:d}", "only epoch and steps can have the format d, got {auc:d}"],
    ["a{b", '"{" has no partner in a{b; write "{{" for a brace'],
    ["a}b", '"}" has no partner in a}b; write "}}" for a brace'],
  ])("%s is rejected", (path, message) => {
    expect(() => parse(path)).toThrow(`modelCheckpoint: path: ${message}`);
  });

  it("knows the names of a run only", () => {
    const template = parse("{epoch}-{val_acu:.2f}");
    expect(() => template.checkNames(["epoch", "val_auc"])).toThrow(
      "modelCheckpoint: path: {val_acu} must be one of epoch, val_auc; did you mean {val_auc}?",
    );
    expect(() => template.checkNames(["epoch", "val_acu"])).not.toThrow();
  });
});
