import { readPlaceIfAny } from "@tensorloom/core/internal/node";
import { UsageError, type Flags } from "../terminal/command.ts";

/** The text of an optional flag. */
export function textFlag(flags: Flags, name: string): string | undefined {
  const text = flags[name];
  if (text === "") throw new UsageError(`--${name} must not be empty`);
  return typeof text === "string" ? text : undefined;
}

/** Parses `--labels`: the path or address of a JSON file, or names in the order of their integers, divided by commas. */
export async function labelsFlag(flags: Flags): Promise<unknown> {
  const text = textFlag(flags, "labels");
  if (text === undefined) return undefined;
  if (!text.endsWith(".json")) return text.split(",").map((name) => name.trim());
  const bytes = await readPlaceIfAny(text);
  if (bytes === undefined) throw new UsageError(`--labels: there is no file ${text}`);
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (error) {
    throw new UsageError(
      `--labels: ${text} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Parses `--size`: `512` for the shorter side, or `512x384` for height and width. */
export function sizeFlag(flags: Flags): number | readonly [number, number] | undefined {
  const text = textFlag(flags, "size");
  if (text === undefined) return undefined;
  const found = /^(\d{1,5})(?:x(\d{1,5}))?$/.exec(text);
  if (found === null)
    throw new UsageError(
      `--size must be a number of pixels, or HEIGHTxWIDTH such as 512x384, got ${JSON.stringify(text)}`,
    );
  const sides: readonly (string | undefined)[] = found;
  return sides[2] === undefined ? Number(sides[1]) : [Number(sides[1]), Number(sides[2])];
}

/** Parses `--columns`: `age:float32,sex`. */
export function columnsFlag(flags: Flags): Readonly<Record<string, string | undefined>> | undefined {
  const text = textFlag(flags, "columns");
  if (text === undefined) return undefined;
  const pairs = text.split(",").map((part): [string, string | undefined] => {
    const colon = part.lastIndexOf(":");
    return colon < 0 ? [part.trim(), undefined] : [part.slice(0, colon).trim(), part.slice(colon + 1).trim()];
  });
  return Object.fromEntries(pairs);
}

/** The options of the functions whose flags have other names. */
const FLAG_OF: readonly (readonly [option: RegExp, flag: string])[] = [
  [/\bimageColumn\b/g, "--image-column"],
  [/\blabelColumn\b/g, "--label-column"],
  [/\bgroupBy\b/g, "--group-by"],
  [/\bset delimiter to\b/g, "pass --delimiter"],
  [/\bset replace\b/g, "pass --force"],
  [/, or have them replaced$/, ", or pass --force to replace them"],
  [/, or skip damaged pictures$/, ", or pass --skip-damaged"],
  [/\bchoose a table in JSONL$/, "pass --table jsonl"],
];

/** Says an error of the functions in the words of the command line. */
export function inFlags(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const own = error.message.replace(/^(?:createRecords|extractRecords): /, "");
  const message = FLAG_OF.reduce((text, [option, flag]) => text.replace(option, flag), own);
  return message === error.message ? error : new UsageError(message);
}
