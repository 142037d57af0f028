import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { publishedPackages } from "./publishedPackages.ts";

const root = join(import.meta.dirname, "..", "..");

/** One way into a package: `@tensorloom/data/node`. */
export interface Entry {
  readonly specifier: string;
  /** Its source, from the root. */
  readonly file: string;
}

/** An exported name and the symbol that it stands for. */
export interface Exported {
  readonly specifier: string;
  readonly name: string;
  readonly symbol: ts.Symbol;
}

/** The source of every entry of every published package, from its exports map. */
export function packageEntries(): readonly Entry[] {
  return publishedPackages().flatMap((name) => {
    const { exports } = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as {
      exports: Readonly<Record<string, { "@tensorloom/source"?: string | { readonly default: string } }>>;
    }; // each package's manifest has this shape
    return Object.entries(exports).flatMap(([entry, { "@tensorloom/source": source }]) =>
      source === undefined
        ? []
        : [
            {
              specifier: `@tensorloom/${name}${entry.slice(1)}`,
              file: join("packages", name, typeof source === "string" ? source : source.default),
            },
          ],
    );
  });
}

/** Entries that other packages of ours share. They are unstable and have no pages in the reference. */
export function isInternal(specifier: string): boolean {
  return /\/internal(\/|$)/.test(specifier);
}

/** Every name that an entry exports, with the checker that knows its type. */
export function packageExports(): {
  readonly exported: readonly Exported[];
  readonly checker: ts.TypeChecker;
} {
  const entries = packageEntries();
  const { config } = ts.readConfigFile(join(root, ".config/tsconfig.check.json"), (path) =>
    readFileSync(path, "utf8"),
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [] },
    ts.sys,
    join(root, ".config"),
  );
  const program = ts.createProgram(
    entries.map(({ file }) => join(root, file)),
    options,
  );
  const checker = program.getTypeChecker();
  const exported = entries.flatMap(({ specifier, file }) => {
    const source = program.getSourceFile(join(root, file));
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) return [];
    return checker.getExportsOfModule(module).map((one) => ({
      specifier,
      name: one.name,
      symbol: one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one,
    }));
  });
  return { exported, checker };
}
