import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { makeExampleFiles } from "./exampleFiles.ts";
import { isPrinted, MARK, pageProgram, type PageProgram } from "./pageProgram.ts";
import { programPages } from "./programPages.ts";

/**
 * Runs the README, the tutorials and the recipes as a reader would: the blocks of a page are one program, in a folder of
 * its own with the files of `exampleFiles.ts`, and it must print what the page shows.
 */
const root = join(import.meta.dirname, "..", "..");
const folder = join(root, ".cache", `pages-${String(process.pid)}`);
const home = process.cwd();

afterEach(() => {
  process.chdir(home);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a program in a folder and returns what it prints, split at the marks. */
async function printedBy(
  { code, files }: PageProgram,
  place: string,
): Promise<readonly (readonly string[])[]> {
  mkdirSync(place, { recursive: true });
  symlinkSync(join(root, "packages"), join(place, "packages"));
  await makeExampleFiles(place);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
  process.chdir(place);
  const file = join(place, "program.ts");
  writeFileSync(file, `import { expect } from "vitest";\n${code}\nexport {};\n`);
  await import(pathToFileURL(file).href);
  const { mock } = vi.mocked(console.log); // a spy in every test
  const lines = mock.calls.flatMap((values) => format(...values).split("\n"));
  vi.mocked(console.log).mockClear();
  const parts: string[][] = [[]];
  for (const line of lines)
    if (line === MARK) parts.push([]);
    else parts.at(-1)?.push(line);
  return parts;
}

describe("the program of", () => {
  it.each(programPages())(
    "%s prints what the page shows",
    async (page) => {
      const program = pageProgram(readFileSync(join(root, page), "utf8"));
      expect(program.code.trim()).not.toBe("");
      const printed = await printedBy(program, join(folder, basename(page, ".md")));
      for (const [at, { line, lines }] of program.outputs.entries())
        if (!isPrinted(lines, printed[at]))
          expect.soft(printed[at].join("\n"), `${page}:${String(line)}`).toBe(lines.join("\n"));
    },
    300_000,
  );
});
