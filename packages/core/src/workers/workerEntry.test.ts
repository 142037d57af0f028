import { describe, expect, it } from "vitest";
import { workerEntry } from "./workerEntry.ts";

describe("workerEntry", () => {
  it("is the module itself if all is JavaScript", () => {
    const main = new URL("file:///app/dist/main.js");
    expect(workerEntry(main, ["file:///app/own.js"])).toMatchObject({ script: main.href, eval: false });
  });

  it("registers tsx first if a module is TypeScript", () => {
    const main = new URL("file:///app/dist/main.js");
    const { script, eval: isCode } = workerEntry(main, [import.meta.url]);
    expect(isCode).toBe(true);
    expect(script).toMatch(
      /^import\("file:.*tsx\/dist\/esm\/api\/index\.mjs"\).*import\("file:\/\/\/app\/dist\/main\.js"\)\);$/,
    );
  });

  it("leaves TypeScript to Node if tsx is not installed", () => {
    const main = new URL("file:///nowhere/main.js");
    expect(workerEntry(main, ["file:///nowhere/own.ts"])).toMatchObject({ script: main.href, eval: false });
  });

  it("starts our sources with their export condition", () => {
    expect(workerEntry(new URL("file:///nowhere/main.ts")).execArgv).toContain(
      "--conditions=@tensorloom/source",
    );
  });
});
