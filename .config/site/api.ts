import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as typedoc from "typedoc";
import { type Context, Converter, type DeclarationReflection, ReflectionKind } from "typedoc";
import { documentedEntries } from "./apiPages.ts";
import { root } from "./pages.ts";
import { mendLinks } from "./mendLinks.ts";
import { tidyApi } from "./tidyApi.ts";

/**
 * Writes the API reference as Markdown into docs/api/: a page per entry of each package.
 *
 * TypeDoc reads the sources of all packages as one program, so that links lead from package to package.
 *
 * @throws Error - If TypeDoc warns of anything: it has printed the warnings.
 */
export async function writeApi(): Promise<void> {
  const entries = documentedEntries();
  const out = join(root, "docs", "api");
  const config = join(root, ".cache", "typedoc.tsconfig.json");
  mkdirSync(join(root, ".cache"), { recursive: true });
  writeFileSync(config, JSON.stringify(projectOf(entries.map(({ file }) => join(root, file)))));
  const { ["Application"]: program } = typedoc;
  const app = await program.bootstrapWithPlugins({
    options: join(root, ".config", "typedoc.json"),
    tsconfig: config,
    entryPoints: entries.map(({ file }) => join(root, file)),
  });
  const nameOf = new Map(entries.map(({ file, specifier }) => [join(root, file), specifier]));
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context: Context, made: DeclarationReflection) => {
    if (made.kind !== ReflectionKind.Module) return;
    const file = context.getSymbolFromReflection(made)?.declarations?.[0]?.getSourceFile().fileName;
    made.name = nameOf.get(file ?? "") ?? made.name;
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("docs: TypeDoc could not read the sources");
  app.validate(project);
  rmSync(out, { recursive: true, force: true });
  await app.outputs.writeOutput({ name: "markdown", path: out }, project);
  tidyPages(out);
  const { errorCount, warningCount } = app.logger;
  if (errorCount + warningCount > 0)
    throw new Error(
      `docs: TypeDoc reported ${String(errorCount)} errors and ${String(warningCount)} warnings`,
    );
}

/** Makes the written pages of a folder easier to read, and mends their links. */
export function tidyPages(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((one) => one.endsWith(".md"))
    .map((one) => one.replaceAll("\\", "/"));
  const pages = files.map((file) => [file, tidyApi(readFileSync(join(folder, file), "utf8"))] as const);
  for (const file of files) rmSync(join(folder, file));
  for (const [file, text] of mendLinks(new Map(pages))) writeFileSync(join(folder, file), text);
}

function projectOf(files: readonly string[]): object {
  return {
    extends: "../.config/tsconfig.check.json",
    compilerOptions: { paths: {} },
    include: [],
    files,
  };
}
