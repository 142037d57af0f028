import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Block, Page } from "./pageBlocks.ts";

const root = join(import.meta.dirname, "..", "..");
const READERS_NAMES = join(import.meta.dirname, "readersNames.ts");

/** A block that is only shown, as a module. */
interface Shown {
  readonly file: string;
  readonly block: Block;
  readonly text: string;
  /** The lines of the module before the block. */
  readonly before: number;
}

/**
 * Compiles the blocks that are only shown, and returns what is wrong with them: `docs/guides/gpu.md:12: …`.
 *
 * A block sees what the blocks before it on its page import and declare, and may declare the same names again. Names that
 * stand for the reader's own things, such as `model`, are those of `readersNames.ts`.
 */
export function errorsOfShownBlocks(pages: readonly Page[]): readonly string[] {
  const shown = new Map(
    pages
      .flatMap(({ file, blocks }) =>
        blocks.flatMap((block, at) =>
          block.use === "show" ? [asModule(file, blocks.slice(0, at + 1))] : [],
        ),
      )
      .map((one, nth) => [join(import.meta.dirname, `shown-${String(nth)}.ts`), one] as const),
  );
  const program = ts.createProgram([READERS_NAMES, ...shown.keys()], compilerOptions(), hostWith(shown));
  return [...shown].flatMap(([name, one]) => {
    const source = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].flatMap(
      (found) => messageOf(found, one),
    );
  });
}

/** Nests each block in the one before, so that it sees its names. Imports come first; the last of a name counts. */
function asModule(file: string, blocks: readonly Block[]): Shown {
  const imports = new Map<string, string>();
  const bodies = blocks.map(({ code }) => withoutImports(code, imports));
  const head = [...imports.values(), "export {};"];
  const inner = bodies.slice(0, -1).flatMap((body) => ["{", ...body.split("\n")]);
  const before = [...head, ...inner, "{"];
  const text = [...before, bodies[bodies.length - 1], "}".repeat(blocks.length)].join("\n");
  return { file, block: blocks[blocks.length - 1], text, before: before.length };
}

/** Blanks the imports of a block, and the word `export`, and adds the imports to those of the page by their names. */
function withoutImports(code: string, imports: Map<string, string>): string {
  const source = ts.createSourceFile("block.ts", code, ts.ScriptTarget.Latest, true);
  let rest = code;
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      for (const [name, text] of importsOf(statement)) imports.set(name, text);
      rest = blank(rest, statement.getStart(), statement.end);
    }
    for (const word of ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [])
      if ([ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DefaultKeyword].includes(word.kind))
        rest = blank(rest, word.getStart(), word.end);
  }
  return rest;
}

function importsOf(statement: ts.ImportDeclaration): readonly (readonly [string, string])[] {
  const { importClause: clause } = statement;
  const from = `from ${statement.moduleSpecifier.getText()};`;
  if (clause === undefined) return [[from, `import ${statement.moduleSpecifier.getText()};`]];
  const { name, namedBindings: bindings } = clause;
  const found = name === undefined ? [] : [[name.text, `import ${name.text} ${from}`] as const];
  if (bindings === undefined) return found;
  if (ts.isNamespaceImport(bindings))
    return [...found, [bindings.name.text, `import ${bindings.getText()} ${from}`]];
  return [
    ...found,
    ...bindings.elements.map((one) => [one.name.text, `import { ${one.getText()} } ${from}`] as const),
  ];
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replaceAll(/[^\n]/g, " ") + text.slice(end);
}

/** The options of the repository's check, without those that are about style rather than types. */
function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, ".config/tsconfig.check.json"), (path) =>
    readFileSync(path, "utf8"),
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [] },
    ts.sys,
    join(root, ".config"),
  );
  return {
    ...options,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: false,
    exactOptionalPropertyTypes: false,
    noPropertyAccessFromIndexSignature: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    verbatimModuleSyntax: false,
  };
}

/** A host that has the modules in memory. */
function hostWith(shown: ReadonlyMap<string, Shown>): ts.CompilerHost {
  const host = ts.createCompilerHost(compilerOptions());
  return {
    ...host,
    fileExists: (name) => shown.has(name) || host.fileExists(name),
    readFile: (name) => shown.get(name)?.text ?? host.readFile(name),
    getSourceFile(name, ...rest) {
      const one = shown.get(name);
      return one === undefined
        ? host.getSourceFile(name, ...rest)
        : ts.createSourceFile(name, one.text, rest[0], true);
    },
  };
}

/** Nothing if it is about another block of the page, which has its own message if it is only shown, and else is run. */
function messageOf(
  { messageText, start = 0 }: ts.Diagnostic,
  { file, block, text, before }: Shown,
): readonly string[] {
  const line = text.slice(0, start).split("\n").length - before - 1;
  if (line < 0) return [];
  return [`${file}:${String(block.line + line)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`];
}
