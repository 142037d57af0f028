import { UserError } from "./userError.ts";

/** The values of flags by name. */
export type Flags = ReadonlyMap<string, string>;

interface Range {
  readonly min: number;
  readonly max: number;
}

/** A whole number. */
export function integer(flags: Flags, name: string, { min, max }: Range): number | undefined {
  const text = flags.get(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UserError(
    `--${name} must be a whole number from ${String(min)} to ${String(max)}, got "${text}"`,
  );
}

/** A number. */
export function decimal(flags: Flags, name: string, { min, max }: Range): number | undefined {
  const text = flags.get(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d*\.?\d+(?:e-?\d+)?$/i.test(text) && value >= min && value <= max) return value;
  throw new UserError(`--${name} must be a number from ${String(min)} to ${String(max)}, got "${text}"`);
}

/** One of several words, in upper or lower case. */
export function choice<T extends string>(flags: Flags, name: string, choices: readonly T[], initial: T): T {
  const text = flags.get(name);
  if (text === undefined) return initial;
  const chosen = choices.find((one) => one.toLowerCase() === text.toLowerCase());
  if (chosen !== undefined) return chosen;
  throw new UserError(`--${name} must be one of ${choices.join(", ")}, got "${text}"`);
}

/** A text that must be there. */
export function required(flags: Flags, name: string, value: string): string {
  const text = flags.get(name);
  if (text === undefined) throw new UserError(`--${name} ${value} is required`);
  return text;
}
