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

/** An object of options among the options of a function: `@tensorloom/training fit.clip`. */
export interface NestedOptions {
  readonly id: string;
  readonly known: readonly string[];
}

/** A method that takes options: `Dataset.map`. */
export interface OptionMethod extends Omit<OptionFunction, "id" | "specifier"> {
  readonly id: string;
}

const { exported, checker } = packageExports();

/** Every exported function with a parameter called `options`, of a type `…Options`, or whose fields are all optional. */
export function optionFunctions(): readonly OptionFunction[] {
  return exported.flatMap(({ specifier, name, symbol: { valueDeclaration: declared } }) => {
    const found =
      declared !== undefined && ts.isFunctionDeclaration(declared)
        ? optionsAmong(declared.parameters)
        : undefined;
    return found === undefined ? [] : [{ id: `${specifier} ${name}`, specifier, name, ...found }];
  });
}

/** Every method with such a parameter, of every exported class. */
export function optionMethods(): readonly OptionMethod[] {
  return exported.flatMap(({ name: owner, symbol: { valueDeclaration: declared } }) => {
    if (declared === undefined || !ts.isClassDeclaration(declared)) return [];
    return checker
      .getTypeAtLocation(declared)
      .getProperties()
      .flatMap(({ name, valueDeclaration: method }) => {
        if (method === undefined || !ts.isMethodDeclaration(method) || !ts.isIdentifier(method.name))
          return [];
        const found = optionsAmong(method.parameters);
        return found === undefined ? [] : [{ id: `${owner}.${name}`, name, ...found }];
      });
  });
}

/** Every option of those functions that is an object of options itself: all its fields are ours, and some optional. */
export function nestedOptions(): readonly NestedOptions[] {
  return exported.flatMap(({ specifier, name, symbol: { valueDeclaration: declared } }) => {
    if (declared === undefined || !ts.isFunctionDeclaration(declared)) return [];
    const found = optionsAmong(declared.parameters);
    return (found?.fields ?? []).flatMap((field) => {
      const inside = plainTypes(checker.getTypeOfSymbolAtLocation(field, declared)).filter(isData);
      return inside.length === 0
        ? []
        : [{ id: `${specifier} ${name}.${field.name}`, known: inside.flatMap(namesOf) }];
    });
  });
}

function optionsAmong(
  parameters: ts.NodeArray<ts.ParameterDeclaration>,
): { at: number; known: readonly string[]; fields: readonly ts.Symbol[] } | undefined {
  for (const [at, parameter] of parameters.entries()) {
    const types = plainTypes(checker.getTypeAtLocation(parameter));
    const written = parameter.type?.getText() ?? "";
    const isNamed = parameter.name.getText() === "options" || /Options(<.*>)?$/.test(written);
    if (!isNamed && !types.some((type) => isData(type) && type.getProperties().every(isOptional))) continue;
    const fields = types.flatMap((type) => type.getProperties());
    return { at, known: [...new Set(fields.map(({ name }) => name))], fields };
  }
  return undefined;
}

/** The members of a type that are objects, and neither functions nor lists. */
function plainTypes(type: ts.Type): readonly ts.Type[] {
  return (type.isUnion() ? type.types : [type])
    .map((one) => checker.getApparentType(one))
    .filter(({ flags }) => flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))
    .filter((one) => one.getCallSignatures().length === 0 && one.getStringIndexType() === undefined);
}

/** Whether an object type is declared here and holds no function: not a model, a source or a clock. */
function isData(type: ts.Type): boolean {
  const fields = type.getProperties();
  const declared = fields.every(({ declarations = [] }) =>
    declarations.every((one) => /\/packages\/[^/]+\/src\//.test(one.getSourceFile().fileName)),
  );
  const required = fields.filter((one) => !isOptional(one));
  return (
    fields.length > 0 &&
    declared &&
    required.every((one) => checker.getTypeOfSymbol(one).getCallSignatures().length === 0)
  );
}

const isOptional = ({ flags }: ts.Symbol): boolean => (flags & ts.SymbolFlags.Optional) !== 0;
const namesOf = (type: ts.Type): readonly string[] => type.getProperties().map(({ name }) => name);
