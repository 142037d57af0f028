import { describe, expect, it } from "vitest";
import { FreeNames } from "./freeNames.ts";
import { floatText } from "./floatText.ts";
import { safePath } from "./safePath.ts";

describe("safePath", () => {
  it.each([
    ["ISIC_2637011", "ISIC_2637011"],
    ["a/b c.d", "a/b c.d"],
    ["../../etc/passwd", "etc/passwd"],
    ["/etc/passwd", "etc/passwd"],
    ["..\\..\\x", "x"],
    ["C:\\x", "C_/x"],
    ["a/./b/../c", "a/b/c"],
    ["...", ""],
    ["", ""],
    [".bashrc", "_bashrc"],
    ["a\0b\nc", "a_b_c"],
    ['<>:"|?*', "_______"],
    ["con", "_con"],
    ["nul.jpg", "_nul.jpg"],
    ["console", "console"],
    ["name. ", "name"],
    ["\ud800", "_"],
    ["ä".repeat(150), "ä".repeat(100)],
  ])("%j becomes %j", (name, path) => {
    expect(safePath(name)).toBe(path);
  });
});

describe("FreeNames", () => {
  it("numbers equal names, also those that differ only in capital letters or in the form of accents", () => {
    const names = new FreeNames();
    names.reserve("records.csv");
    const taken = ["a", "a", "A", "a-2", "a", "\u00e9", "e\u0301"].map((name) => names.take(name, ".jpg"));
    expect(taken).toEqual([
      "a.jpg",
      "a-2.jpg",
      "A-3.jpg",
      "a-2-2.jpg",
      "a-4.jpg",
      "\u00e9.jpg",
      "e\u0301-2.jpg",
    ]);
    expect(names.take("records", ".csv")).toBe("records-2.csv");
  });

  it("lets no path be a file and a folder", () => {
    const names = new FreeNames();
    const taken = ["a", "A.jpg/b", "c.jpg/d", "c"].map((name) => names.take(name, ".jpg"));
    expect(taken).toEqual(["a.jpg", "A.jpg_b.jpg", "c.jpg/d.jpg", "c-2.jpg"]);
  });
});

describe("floatText", () => {
  it.each([
    [0.1, "0.1"],
    [16777217, "16777216"], // 2^24 + 1 is not a float
    [1 / 3, "0.33333334"],
    [3.4028234663852886e38, "3.4028235e+38"],
    [1.401298464324817e-45, "1.4013e-45"],
    [NaN, "NaN"],
    [-0, "-0"],
  ])("writes %d as %s, which is the same float again", (value, text) => {
    const float = Math.fround(value);
    expect(floatText(float)).toBe(text);
    expect(Math.fround(Number(text))).toBe(float);
  });
});
