import type { ParseArgsConfig } from "node:util";

/** The input and output of a command: the streams of the process or of a test. */
export interface Terminal {
  /** Writes a line of the result; waits if the reader is slow (backpressure). */
  out(line: string): Promise<void>;
  /** Writes a line to standard error. */
  err(line: string): void;
  /** Replaces the progress line; does nothing unless standard error is a terminal. */
  progress(text: string): void;
  /** The input for `-`; default: the standard input of the process. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
  /** Whether standard error is a terminal, which shows a progress bar; default false. */
  readonly isInteractive?: boolean | undefined;
  /** The time in milliseconds; default: that of the process. */
  readonly clock?: (() => number) | undefined;
}

/** The values of a command's flags by name. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** A subcommand of `tfrecord`. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** The arguments after `tfrecord NAME`. */
  readonly usage: string;
  /** The text of `--help` below the usage. */
  readonly help: string;
  readonly flags: NonNullable<ParseArgsConfig["options"]>;
  /** Whether the command takes flags only, and no files. */
  readonly takesNoFiles?: true | undefined;
  /** @returns The exit code: 0 for success, 1 for failure. */
  run(files: readonly string[], flags: Flags, terminal: Terminal): Promise<0 | 1>;
}

/** Thrown for an invalid command line. Only its message is printed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const SIZES: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** Parses a flag with a number of at least `min`: `200`, or bytes as `64M`. */
export function parseNumberFlag(flags: Flags, name: string, min = 0): number | undefined {
  const text = flags[name];
  if (typeof text !== "string") return undefined;
  const found = /^(\d{1,12})([KMG]?)B?$/i.exec(text);
  if (found === null)
    throw new UsageError(`--${name} must be a whole number such as 200 or 64M, got ${JSON.stringify(text)}`);
  const number = Number(found[1]) * SIZES[found[2].toUpperCase()];
  if (number < min) throw new UsageError(`--${name} must be at least ${String(min)}, got ${text}`);
  return number;
}

/** Returns the text of a required flag. */
export function requireText(flags: Flags, name: string): string {
  const text = flags[name];
  if (typeof text !== "string" || text === "") throw new UsageError(`--${name} is needed`);
  return text;
}

/** Formats a count with its noun: `1 record`, `2 records`. */
export function formatCount(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** Formats a number of bytes: `71.4 kB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} B`;
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toPrecision(3)} ${["", "kB", "MB", "GB"][power]}`;
}

/** Formats a number of lost bytes; `undefined` means unknown. */
export function formatLoss(bytes: number | undefined): string {
  return bytes === undefined ? "an unknown number of bytes lost" : `${formatCount(bytes, "byte")} lost`;
}
