import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { workerEntry } from "@tensorloom/core/internal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCompiled } from "./runCompiled.ts";

const cache = join(import.meta.dirname, "..", "..", ".cache");
let folder = "";
beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "compiled-test-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...words: readonly string[]) {
  return spawnSync(process.execPath, [runCompiled, ...words], { encoding: "utf8" });
}

describe("a compiled program", () => {
  it("gets its arguments, imports the packages and knows its own place", () => {
    const script = join(folder, "program.ts");
    writeFileSync(
      script,
      `import { random } from "@tensorloom/core";
       const [, self, word]: readonly string[] = process.argv;
       console.log(typeof random, self === import.meta.filename, import.meta.url, word);`,
    );
    const { stdout, stderr } = run(script, "a word");
    expect([stdout, stderr]).toEqual([`function true ${pathToFileURL(script).href} a word\n`, ""]);
  });

  it("is compiled again after a change of what it imports", () => {
    const [script, imported] = ["main.ts", "imported.ts"].map((name) => join(folder, name));
    writeFileSync(script, 'import { value } from "./imported.ts"; console.log(value);');
    for (const value of ["first", "the second"]) {
      writeFileSync(imported, `export const value: string = ${JSON.stringify(value)};`);
      expect(run(script).stdout).toBe(`${value}\n`);
    }
  });

  it("names its source in errors", () => {
    const script = join(folder, "failing.ts");
    writeFileSync(script, '\n\nconst text: string = "wrong";\nthrow new Error(text);\n');
    expect(run(script).stderr).toMatch(/failing\.ts:4:7/);
  });
});

it("a thread that tests start from a source runs it compiled, with the module of its data", async () => {
  const [main, own] = ["thread.ts", "own.ts"].map((name) => pathToFileURL(join(folder, name)));
  writeFileSync(new URL(own), 'export const value: string = "own";');
  writeFileSync(
    main,
    `import { parentPort, workerData } from "node:worker_threads";
     const { value } = (await import(workerData.module)) as { readonly value: string };
     parentPort?.postMessage([value, workerData.module, new Error("here").stack]);`,
  );
  const { script, ...settings } = workerEntry(main, [own.href]);
  const worker = new Worker(script, { ...settings, workerData: { module: own.href } });
  const [value, module, stack] = await new Promise<readonly string[]>((resolve, reject) => {
    worker.once("message", resolve).once("error", reject);
  });
  expect(value).toBe("own");
  expect(module).toContain("/.cache/compiled/");
  expect(stack).toContain("thread.ts:3");
});
