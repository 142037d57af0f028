import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import ts from "typescript";
import { describe, expect, inject, it } from "vitest";
import { isPrinted, MARK, pageProgram } from "../reference/pageProgram.ts";
import { publishedPackages } from "../reference/publishedPackages.ts";

/** The packages as npm installs them from their tarballs, in a folder outside the repository. */
const root = join(import.meta.dirname, "..", "..");
const home = inject("home");

interface Manifest {
  readonly exports: Readonly<
    Record<
      string,
      { readonly default: string; readonly "@tensorloom/source": string | { readonly default: string } }
    >
  >;
}

function node(code: string): string {
  return execFileSync(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: home,
    encoding: "utf8",
  });
}

it("npm installs all packages and their peers without a warning", () => {
  expect(inject("warnings")).toBe("");
  expect(readdirSync(join(home, "node_modules", "@tensorflow")).sort()).toContain("tfjs-core");
});

describe.each(publishedPackages())("the tarball of @tensorloom/%s", (name) => {
  const folder = join(home, "node_modules", "@tensorloom", name);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest; // npm wrote it

  it("holds the sources that its maps name, and no test or fixture", () => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => /\.test\.|\.test-d\.|fixtures/.test(file))).toEqual([]);
    for (const file of ["LICENSE", "README.md"]) expect(files).toContain(file);
    for (const map of files.filter((file) => file.endsWith(".map"))) {
      const { sources } = JSON.parse(readFileSync(join(folder, map), "utf8")) as {
        readonly sources: readonly string[];
      }; // tsc wrote it
      for (const source of sources) expect(existsSync(join(folder, dirname(map), source)), map).toBe(true);
    }
  });

  it("has no fault that publint knows", async () => {
    const { messages, pkg } = await publint({ pkgDir: folder, level: "suggestion", strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("has types that agree with its modules (are the types wrong?)", async () => {
    const tarball = inject("tarballs")[name];
    const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    const problems = result.types === false ? ["no types"] : result.problems.filter(concernsModules);
    expect(problems).toEqual([]);
  });

  it.each(Object.keys(manifest.exports))(
    "exports under plain Node what %s exports in its source",
    (entry) => {
      const specifier = `@tensorloom/${name}${entry.slice(1)}`;
      const built = node(
        `import(${JSON.stringify(specifier)}).then((m) => console.log(JSON.stringify(Object.keys(m).sort())))`,
      );
      const source = manifest.exports[entry]["@tensorloom/source"];
      const file = typeof source === "string" ? source : source.default;
      expect(JSON.parse(built)).toEqual(valuesExportedBy(join(root, "packages", name, file)));
    },
  );
});

it("tensorloom exports what the packages export, under plain Node", () => {
  const names = node(
    `const all = await import("tensorloom"); const node = await import("tensorloom/node");` +
      `const { fit } = await import("@tensorloom/training"); const { saveModel } = await import("@tensorloom/training/node");` +
      `console.log(all.fit === fit, node.saveModel === saveModel, typeof all.pad, typeof all.padImage)`,
  );
  expect(names.trim()).toBe("true true function function");
});

it("tensorloom runs the quickstart of the README, which prints what the page shows", () => {
  const { code, outputs } = pageProgram(readFileSync(join(root, "README.md"), "utf8"));
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const [printed] = node(ts.transpileModule(code, { compilerOptions: options }).outputText).split(MARK);
  expect(outputs).toHaveLength(1);
  if (!isPrinted(outputs[0].lines, printed.trimEnd().split("\n")))
    expect(printed.trimEnd()).toBe(outputs[0].lines.join("\n"));
});

it("says how to install an optional package that is not there", () => {
  const code = `import { fromParquet } from "@tensorloom/data/node"; await fromParquet(new Blob()).catch((error) => console.log(String(error)))`;
  expect(node(code)).toContain("fromParquet: hyparquet is not installed; run: npm install hyparquet");
});

/** Whether a problem concerns ES modules: the packages have no CommonJS build, and TypeScript below 4.7 is not supported. */
function concernsModules(problem: { readonly kind: string; readonly resolutionKind?: string }): boolean {
  return problem.kind !== "CJSResolvesToESM" && !/^node10$|^node16-cjs$/.test(problem.resolutionKind ?? "");
}

/** The names of the values that an entry's source lists in its `export { … } from` statements. */
function valuesExportedBy(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return source.statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, isTypeOnly }) =>
      exportClause === undefined || !ts.isNamedExports(exportClause) || isTypeOnly
        ? []
        : [...exportClause.elements],
    )
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ name }) => name.text)
    .sort();
}
