import type { ParseArgsConfig } from "node:util";

/** What a command may say and be told: the process's own streams, or a test's. */
export interface Terminal {
  /** Writes a line of the result; waits where the reader is slow. */
  out(line: string): Promise<void>;
  /** Writes a line about what goes wrong. */
  err(line: string): void;
  /** Shows how far a long work has come, in place of what was shown before; nothing where nobody watches. */
  progress(text: string): void;
  /** What `-` reads; default: the process's standard input. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
}

/** The values of a command's flags by name. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** One thing that `tfrecord` does. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows `tfrecord NAME`. */
  readonly usage: string;
  /** What `--help` says below the usage. */
  readonly help: string;
  readonly flags: NonNullable<ParseArgsConfig["options"]>;
  /** @returns The exit code: 0 where all is well, 1 where it is not. */
  run(files: readonly string[], flags: Flags, terminal: Terminal): Promise<0 | 1>;
}

/** A command line that cannot be followed; its sentence is all that is shown. */
export class UsageError extends Error {}

const SIZES: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** The whole number that a flag says, from `least` on: `200`, or bytes as `64M`. */
export function parseNumberFlag(flags: Flags, name: string, least = 0): number | undefined {
  const text = flags[name];
  if (typeof text !== "string") return undefined;
  const found = /^(\d{1,12})([KMG]?)B?$/i.exec(text);
  if (found === null)
    throw new UsageError(`--${name} must be a whole number such as 200 or 64M, got ${JSON.stringify(text)}`);
  const number = Number(found[1]) * SIZES[found[2].toUpperCase()];
  if (number < least) throw new UsageError(`--${name} must be at least ${String(least)}, got ${text}`);
  return number;
}

/** The text that a flag has to say. */
export function requireText(flags: Flags, name: string): string {
  const text = flags[name];
  if (typeof text !== "string" || text === "") throw new UsageError(`--${name} is needed`);
  return text;
}

/** How many of something there are: `1 record`, `2 records`. */
export function formatCount(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** Bytes in words: `71.4 kB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} B`;
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toPrecision(3)} ${["", "kB", "MB", "GB"][power]}`;
}

/** What was lost, in words; `undefined` bytes are not known. */
export function formatLoss(bytes: number | undefined): string {
  return bytes === undefined ? "how many bytes are lost is not known" : `${formatCount(bytes, "byte")} lost`;
}
