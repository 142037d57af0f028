/** A piece of a page that a reader runs or compares: code, or the lines that it prints. */
interface Piece {
  readonly kind: "code" | "output";
  readonly text: string;
  /** The line of the page on which it begins, from 1. */
  readonly line: number;
}

/** What the code up to a place of a page prints since the last such place. */
export interface ExpectedOutput {
  readonly line: number;
  readonly lines: readonly string[];
}

/** The `ts` blocks of a page as one program, and its `text output` blocks. */
export interface PageProgram {
  readonly code: string;
  readonly outputs: readonly ExpectedOutput[];
  /** Files that the page asks its reader to save, such as `main.ts`, by their names. */
  readonly files: Readonly<Record<string, string>>;
}

/** The program prints this before each expected output ends. */
export const MARK = "\u0000output";

/**
 * Joins the `ts` blocks of a page in order, as a reader would who copies them into one file.
 *
 * A block fenced as `text output` holds what the blocks since the last one print. A block fenced as `ts main.ts` is a
 * file beside the program. `EXPRESSION; // => VALUE` becomes an assertion with `expect`.
 */
export function pageProgram(page: string): PageProgram {
  const pieces = piecesOf(page);
  const outputs = pieces.filter(({ kind }) => kind === "output");
  return {
    code: pieces
      .map(({ kind, text }) =>
        kind === "code" ? assertValues(text) : `console.log(${JSON.stringify(MARK)});`,
      )
      .join("\n"),
    outputs: outputs.map(({ line, text }) => ({ line, lines: text.trimEnd().split("\n") })),
    files: Object.fromEntries(
      [...page.matchAll(/^```\w+ ([\w/-]+\.\w+)\n([^]*?)^```$/gm)].map(([, name, text]) => [name, text]),
    ),
  };
}

/** Turns `f(x); // => 3` into an assertion. */
export function assertValues(code: string): string {
  return code.replaceAll(
    /^(?!\s*(?:import|const|let|\/\/))(.*?);?[ \t]*\/\/ => (.*)$/gm,
    (_line, expression: string, value: string) => `expect(await (${expression})).toEqual(${value});`,
  );
}

function piecesOf(page: string): readonly Piece[] {
  return [...page.matchAll(/^```(ts|text output)\n([^]*?)^```$/gm)].map((found) => ({
    kind: found[1] === "ts" ? "code" : "output",
    text: found[2],
    line: page.slice(0, found.index).split("\n").length,
  }));
}

/**
 * Returns whether printed lines are those of a page.
 *
 * A line `…` stands for any lines. Whole numbers are compared; numbers with a decimal point are measured, such as times
 * and losses, and only have to be there.
 */
export function isPrinted(expected: readonly string[], printed: readonly string[]): boolean {
  const pattern = expected.map((line) => (line === "…" ? "(?:.*\n)*?" : `${linePattern(line)}\n`)).join("");
  return new RegExp(`^${pattern}$`).test(printed.map((line) => `${line.trimEnd()}\n`).join(""));
}

function linePattern(line: string): string {
  return line
    .trimEnd()
    .split(/(-?\d+\.\d+(?:e[+-]?\d+)?| {2,})/)
    .map((part, at) => {
      if (at % 2 === 0) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return part.startsWith(" ") ? " +" : "-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?";
    })
    .join("");
}
