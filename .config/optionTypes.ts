import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "..");

/** An exported function that takes options, as its types say. */
export interface OptionFunction {
  /** `@tensorloom/data/node mapInWorkers` */
  readonly id: string;
  readonly specifier: string;
  readonly name: string;
  /** The position of the options among the arguments. */
  readonly at: number;
  /** The names of the options. */
  readonly known: readonly string[];
}

interface Entry {
  readonly specifier: string;
  readonly file: string;
}

/** The source of every entry of every package, from its exports map. */
export function packageEntries(): readonly Entry[] {
  return readdirSync(join(root, "packages")).flatMap((name) => {
    const { exports } = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as {
      exports: Readonly<Record<string, { "@tensorloom/source"?: string }>>;
    }; // each package's manifest has this shape
    return Object.entries(exports).flatMap(([entry, { "@tensorloom/source": source }]) =>
      source === undefined
        ? []
        : [{ specifier: `@tensorloom/${name}${entry.slice(1)}`, file: join(root, "packages", name, source) }],
    );
  });
}

/** Every exported function with a parameter that is called `options` or whose type is called `…Options`. */
export function optionFunctions(): readonly OptionFunction[] {
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
    entries.map(({ file }) => file),
    options,
  );
  const checker = program.getTypeChecker();
  return entries.flatMap(({ specifier, file }) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) return [];
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const found = functionOptions(symbol, checker);
      return found === undefined
        ? []
        : [{ id: `${specifier} ${exported.name}`, specifier, name: exported.name, ...found }];
    });
  });
}

function functionOptions(
  { valueDeclaration }: ts.Symbol,
  checker: ts.TypeChecker,
): { at: number; known: readonly string[] } | undefined {
  if (valueDeclaration === undefined || !ts.isFunctionDeclaration(valueDeclaration)) return undefined;
  for (const [at, parameter] of valueDeclaration.parameters.entries()) {
    const written = parameter.type?.getText() ?? "";
    if (parameter.name.getText() !== "options" && !/Options(<.*>)?$/.test(written)) continue;
    const type = checker.getTypeAtLocation(parameter);
    const members = (type.isUnion() ? type.types : [type])
      .map((one) => checker.getApparentType(one))
      .filter(({ flags }) => flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))
      .filter((one) => one.getCallSignatures().length === 0);
    const known = [...new Set(members.flatMap((one) => one.getProperties().map(({ name }) => name)))];
    return { at, known };
  }
  return undefined;
}
