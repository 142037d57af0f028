import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "..", "..");

/** The compiler options that decide what a published package's JavaScript looks like. */
const COMPILER: ts.TranspileOptions = {
  compilerOptions: {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  },
};

/** Fills `home/node_modules` with packages as npm would install them, each with its JavaScript; no build is needed. */
export function installPackages(home: string, names: readonly string[]): void {
  for (const name of names) install(name, join(home, "node_modules", "@tensorloom", name));
  for (const entry of readdirSync(join(root, "node_modules"))) {
    if (entry === "@tensorloom" || entry.startsWith(".")) continue;
    symlinkSync(join(root, "node_modules", entry), join(home, "node_modules", entry));
  }
  writeFileSync(join(home, "package.json"), `{ "type": "module" }\n`);
}

function install(name: string, folder: string): void {
  const from = join(root, "packages", name);
  mkdirSync(folder, { recursive: true });
  cpSync(join(from, "package.json"), join(folder, "package.json"));
  const files = readdirSync(join(from, "src"), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((one) => /(?<!\.test|\.test-d)\.ts$/.test(one))) {
    const { outputText } = ts.transpileModule(readFileSync(join(from, "src", file), "utf8"), COMPILER);
    const target = join(folder, "dist", file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
}
