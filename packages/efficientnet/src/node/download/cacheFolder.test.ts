import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder } from "./cacheFolder.ts";

describe("cacheFolder", () => {
  it.each([
    ["linux", {}, join("/home/ada", ".cache", "tensorloom")],
    ["linux", { XDG_CACHE_HOME: "/var/ada" }, join("/var/ada", "tensorloom")],
    ["linux", { XDG_CACHE_HOME: "", TENSORLOOM_CACHE: "" }, join("/home/ada", ".cache", "tensorloom")],
    ["darwin", { XDG_CACHE_HOME: "/var/ada" }, join("/home/ada", "Library", "Caches", "tensorloom")],
    ["win32", { LOCALAPPDATA: "/local" }, join("/local", "tensorloom")],
    ["win32", {}, join("/home/ada", "AppData", "Local", "tensorloom")],
    ["darwin", { TENSORLOOM_CACHE: "/kept" }, "/kept"],
  ])("on %s with %o is %s", (platform, env, folder) => {
    expect(cacheFolder({ platform, env, home: "/home/ada" })).toBe(folder);
  });
});
