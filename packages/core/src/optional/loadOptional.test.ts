import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isMissingPackage } from "./isMissingPackage.ts";
import { loadOptional } from "./loadOptional.ts";

/** An error as runtimes throw it. */
function notFound(message: string, code = "ERR_MODULE_NOT_FOUND"): Error {
  return Object.assign(new Error(message), { code });
}

describe("isMissingPackage", () => {
  it.each([
    ["Node and Bun", "Cannot find package '@x/a' imported from /app/main.js"],
    ["Deno", 'Import "@x/a" not a dependency'],
    ["Deno, of an entry", 'Import "@x/a/node" not a dependency'],
    ["a file of the program", "Cannot find module '@x/a/node' imported from '/app/main.js'"],
  ])("recognises the sentence of %s", (_, message) => {
    expect(isMissingPackage(notFound(message), "@x/a")).toBe(true);
    expect(isMissingPackage(notFound(message, "MODULE_NOT_FOUND"), "@x/a")).toBe(true);
  });

  it("does not take another package for it, in the sentence or in the path of the importing file", () => {
    const other = notFound("Cannot find package '@x/b' imported from /app/node_modules/@x/a/index.js");
    expect(isMissingPackage(other, "@x/a")).toBe(false);
    expect(isMissingPackage(notFound("Cannot find package '@x/abc'"), "@x/a")).toBe(false);
    expect(isMissingPackage(notFound("Cannot find package '@x/a'", "EACCES"), "@x/a")).toBe(false);
    expect(isMissingPackage("Cannot find package '@x/a'", "@x/a")).toBe(false);
  });
});

describe("loadOptional", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "optional-"));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Installs a package with one entry `./entry`, and makes its folder the working folder. */
  function install(name: string, code: string): void {
    const place = join(folder, "node_modules", name);
    mkdirSync(place, { recursive: true });
    const manifest = { name, type: "module", exports: { "./entry": "./entry.js" } };
    writeFileSync(join(place, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(place, "entry.js"), code);
    vi.spyOn(process, "cwd").mockReturnValue(folder);
  }

  const load = (specifier: string): Promise<unknown> => import(/* @vite-ignore */ specifier);

  it("finds an entry of a package that only the working folder has", async () => {
    install("@no-such-scope/there", "export const value = 3;");
    await expect(load("@no-such-scope/there/entry")).rejects.toThrow();
    expect(await loadOptional("@no-such-scope/there/entry", load)).toMatchObject({ value: 3 });
  });

  it("returns undefined if no place has the package", async () => {
    expect(await loadOptional("@no-such-scope/absent/entry", load)).toBeUndefined();
  });

  it("reports the error of a package that is there, also if it lacks another one", async () => {
    install("@no-such-scope/broken", 'import "@no-such-scope/inner";');
    await expect(loadOptional("@no-such-scope/broken/entry", load)).rejects.toThrow("@no-such-scope/inner");
    install("@no-such-scope/failing", 'throw new RangeError("no device");');
    await expect(loadOptional("@no-such-scope/failing/entry", load)).rejects.toThrow("no device");
  });
});
