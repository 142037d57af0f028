import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeExampleFiles } from "./exampleFiles.ts";
import { pagesWithBlocks } from "./pageBlocks.ts";
import { assertValues } from "./pageProgram.ts";
import { programPages } from "./programPages.ts";

/**
 * Runs every `ts` block of the packages' README files, the docs and the doc comments by itself.
 *
 * In a block, `EXPRESSION; // => VALUE` states that the expression (or the promise of it) equals the value.
 * The examples run in a folder that holds the files of `exampleFiles.ts` and a link to `packages`.
 * A block fenced as `ts no-run` is shown and not run: it needs a network, a browser or files of the reader's.
 * Pages that are one program are run by `pagePrograms.test.ts`.
 */
const root = join(import.meta.dirname, "..", "..");
const folder = join(root, ".cache", `examples-${String(process.pid)}`);

interface Example {
  readonly where: string;
  readonly code: string;
}

const programs: ReadonlySet<string> = new Set(programPages());

const examples: readonly Example[] = pagesWithBlocks()
  .filter(({ file }) => !programs.has(file) && !file.startsWith("examples/"))
  .flatMap(({ file, blocks }) =>
    blocks.flatMap(({ use, code, line }) =>
      use === "run" ? [{ where: `${file}:${String(line - 1)}`, code }] : [],
    ),
  );

const home = process.cwd();

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(root, "packages"), join(folder, "packages"));
  await makeExampleFiles(folder);
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

describe("the examples of the documentation", () => {
  it("are found", () => {
    expect(examples.length).toBeGreaterThan(4);
  });

  for (const { where, code } of examples) {
    it(`${where} runs`, async () => {
      const file = join(
        folder,
        `${basename(where).replaceAll(/[^\w]/g, "-")}-${String(examples.findIndex((e) => e.where === where))}.ts`,
      );
      writeFileSync(file, `import { expect } from "vitest";\n${assertValues(code)}\nexport {};\n`);
      await import(pathToFileURL(file).href);
    });
  }
});
