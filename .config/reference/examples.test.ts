import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeExampleFiles } from "./exampleFiles.ts";

/**
 * Runs every `ts` block of the README files, the docs and the doc comments.
 *
 * In a block, `EXPRESSION; // => VALUE` states that the expression (or the promise of it) equals the value.
 * The examples run in a folder that holds the files of `exampleFiles.ts` and a link to `packages`.
 * A block fenced as `ts no-run` is shown and not run: it needs a network, a browser or files of the reader's.
 */
const root = join(import.meta.dirname, "..", "..");
const folder = join(root, ".cache", `examples-${String(process.pid)}`);

interface Example {
  readonly where: string;
  readonly code: string;
}

function filesBelow(place: string, ending: string): readonly string[] {
  return readdirSync(join(root, place), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending) && !file.includes("node_modules") && !file.includes("dist"))
    .map((file) => join(root, place, file));
}

function blocks(text: string, where: string): readonly Example[] {
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((found) => ({
    where: `${where}:${String(text.slice(0, found.index).split("\n").length)}`,
    code: found[1],
  }));
}

function docComments(file: string): readonly Example[] {
  const source = readFileSync(file, "utf8");
  const where = relative(root, file);
  return [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const before = source.slice(0, comment.index).split("\n").length - 1;
    const text = comment[0].replaceAll(/^[ \t]*\* ?/gm, "");
    return blocks(text, where).map(({ where: at, code }) => {
      const line = Number(at.slice(at.lastIndexOf(":") + 1));
      return { where: `${where}:${String(before + line)}`, code };
    });
  });
}

/** Turns `f(x); // => 3` into an assertion. */
function asserted(code: string): string {
  return code.replaceAll(
    /^(?!\s*(?:import|const|let|\/\/))(.*?);?[ \t]*\/\/ => (.*)$/gm,
    (_line, expression: string, value: string) => `expect(await (${expression})).toEqual(${value});`,
  );
}

const examples: readonly Example[] = [
  ...[
    "README.md",
    ...filesBelow("packages", "README.md"),
    ...filesBelow("docs", ".md").filter((f) => !f.includes("/api/")),
  ].flatMap((file) => {
    const full = file.startsWith("/") ? file : join(root, file);
    return blocks(readFileSync(full, "utf8"), relative(root, full));
  }),
  ...filesBelow("packages", ".ts")
    .filter((file) => file.includes("/src/") && !file.endsWith(".test.ts"))
    .flatMap(docComments),
];

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
      writeFileSync(file, `import { expect } from "vitest";\n${asserted(code)}\nexport {};\n`);
      await import(pathToFileURL(file).href);
    });
  }
});
