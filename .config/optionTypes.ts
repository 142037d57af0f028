import ts from "typescript";
import { packageExports } from "./packageEntries.ts";

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

/** Every exported function with a parameter that is called `options` or whose type is called `…Options`. */
export function optionFunctions(): readonly OptionFunction[] {
  const { exported, checker } = packageExports();
  return exported.flatMap(({ specifier, name, symbol }) => {
    const found = functionOptions(symbol, checker);
    return found === undefined ? [] : [{ id: `${specifier} ${name}`, specifier, name, ...found }];
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
