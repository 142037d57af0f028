import { loadPeer } from "../../files/loadPeer.ts";

/** The rows of a text, as Papa Parse returns them. */
export interface ParsedText {
  readonly data: readonly (readonly string[])[];
  /** Quotes that break the format. `row` is a position in `data`, or after it in a row that is not complete. */
  readonly errors: readonly { readonly code: string; readonly row: number }[];
  /** How many characters the rows have. */
  readonly meta: { readonly cursor: number };
}

/** Parses a text; with `isPartial`, the last row may not be complete, and is left out. */
export type ParseText = (text: string, isPartial: boolean) => ParsedText;

/** The parser of Papa Parse, as far as it is used. It is declared here, because the package may not be installed. */
interface PapaModule {
  readonly Parser: new (config: object) => {
    parse(text: string, base: number, ignoreLastRow: boolean): ParsedText;
  };
}

/** Loads Papa Parse, and returns its parser of complete rows. */
export async function loadParser(
  { delimiter, quote }: { readonly delimiter: string; readonly quote: string },
  newline: string,
): Promise<ParseText> {
  const { default: papa } = await loadPeer<{ readonly default: PapaModule }>(
    "fromCsv",
    "papaparse",
    () => import("papaparse"),
  );
  const quoting = quote === "" ? { fastMode: true } : { quoteChar: quote };
  const parser = new papa.Parser({ delimiter, newline, ...quoting });
  return (text, isPartial) => parser.parse(text, 0, isPartial);
}
