import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";

const here = import.meta.dirname;
let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Code that runs the first time only. */
const once = (name: string, code: string): string =>
  `if (!existsSync("${name}.ran")) { writeFileSync("${name}.ran", ""); ${code} }`;
const counted = (name: string): string => `writeFileSync("${name}.count", ".", { flag: "a" });`;
const passes = "it('is right', () => undefined);";

/** Runs test files with this code, and returns how that ended and what `tally.js` prints. */
function run(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string | undefined>>) {
  folder = mkdtempSync(join(tmpdir(), "second-try-"));
  symlinkSync(join(here, "..", "..", "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "vitest.config.js"),
    "export default { test: { isolate: false, maxWorkers: 2 } };",
  );
  const imports = 'import { it } from "vitest"; import { existsSync, writeFileSync } from "node:fs";';
  for (const [name, code] of Object.entries(files))
    writeFileSync(join(folder, `${name}.test.js`), `${imports}\n${code}\n`);
  const node = (script: string, ...rest: readonly string[]) =>
    spawnSync(process.execPath, [join(here, script), ...rest], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, VITEST: undefined, ...env },
    });
  const { status, stdout } = node("runTests.js", "report.json", "--config", "vitest.config.js");
  const tally = node("tally.js", "report.json").stdout.trimEnd().split("\n");
  return { status, stdout, tally };
}

it("passes what passes at the second try, and says so", () => {
  const { status, tally } = run(
    {
      chance: `it("a test", () => { ${counted("chance")} ${once("chance", 'throw new Error("by chance\\nmore")')} }); ${passes}`,
      killed: `it("a test", () => { ${once("killed", "process.kill(process.pid, 'SIGKILL')")} });`,
      left: `it("a test", async () => {
        ${once("left", 'Promise.reject(new Error("not awaited"))')}
        await new Promise((resolve) => setTimeout(resolve, 100));
      });`,
      steady: `it("a test", () => { ${counted("steady")} });`,
    },
    { CI: "true" },
  );
  expect(tally.toSorted()).toEqual([
    "5 passed, 0 failed",
    "passed at the second try: chance.test.js > a test: Error: by chance",
    "passed at the second try: killed.test.js: its process ended before its tests did",
    "passed at the second try: left.test.js > an error outside of tests: not awaited",
  ]);
  expect(status).toBe(0);
  const runs = ["chance", "steady"].map((name) => readFileSync(join(folder, `${name}.count`), "utf8"));
  expect(runs).toEqual(["..", "."]);
});

it("fails what fails twice", () => {
  const { status, tally } = run(
    {
      killed: `it("a test", () => process.kill(process.pid, "SIGKILL"));`,
      wrong: `it("a test", () => { throw new Error("always"); }); ${passes}`,
    },
    { CI: "true" },
  );
  expect(tally.toSorted()).toEqual([
    "1 passed, 1 failed",
    "failed: killed.test.js: its process ended before its tests did",
    expect.stringMatching("failed: vitest > an error outside of tests: .*exited unexpectedly"),
    "failed: wrong.test.js > a test: Error: always",
  ]);
  expect(status).toBe(1);
});

it("fails at the first try outside of CI", () => {
  const { status, stdout } = run(
    { chance: `it("a test", () => { ${once("chance", 'throw new Error("by chance")')} });` },
    { CI: undefined },
  );
  expect(status).toBe(1);
  expect(stdout).not.toContain("second try");
  expect(existsSync(join(folder, "report.json"))).toBe(false);
});

it("fails if vitest cannot start", () => {
  const { status, tally } = run({}, { CI: "true" });
  expect(status).toBe(1);
  expect(tally.at(-1)).toBe("0 passed, 1 failed");
});
