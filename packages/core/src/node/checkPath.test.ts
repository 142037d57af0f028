import { describe, expect, it } from "vitest";
import { checkPath } from "./checkPath.ts";

describe("checkPath", () => {
  it.each(["out/model", "/tmp/a", "C:\\data\\a.tfrec", "C:/data/a.tfrec", "a b"])("returns %s", (path) => {
    expect(checkPath("read: path", path)).toBe(path);
  });

  it.each([
    [undefined, "read: path must be a path (a non-empty string), got undefined"],
    ["", 'read: path must be a path (a non-empty string), got ""'],
    [new URL("file:///a"), "use fileURLToPath(url)"],
    ["file://a", "read: path must be a path, got the address file://a; write the path without file://"],
    ["s3://bucket/a", "read: path must be a path, got the address s3://bucket/a; sign it"],
  ])("refuses %s", (path, message) => {
    expect(() => checkPath("read: path", path as string, () => "sign it")).toThrow(message);
  });

  it("adds no advice if it has none", () => {
    expect(() => checkPath("read: path", "https://a")).toThrow(/got the address https:\/\/a$/);
  });
});
