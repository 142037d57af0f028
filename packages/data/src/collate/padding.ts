import { finite, integer, isRecord, shown } from "@tensorloom/core/internal";
import type { Leaf } from "./padded.ts";
import { describeFields } from "./record.ts";

/** The padding of a field, or of all fields below it. */
interface Padding {
  readonly length?: unknown;
  readonly value?: unknown;
}

/** Checks lengths and values at any depth; returns them. */
export function checkPadding<P extends Padding>(name: string, padding: P): P {
  const { length, value } = padding;
  everyPart(length, (part) => integer(`${name}: length`, part as number, 0)); // integer throws for other kinds
  everyPart(value, (part) => {
    if (["bigint", "string", "boolean"].includes(typeof part) || part === Infinity || part === -Infinity)
      return;
    finite(`${name}: value`, part as number); // it throws for other kinds
  });
  return padding;
}

function everyPart(setting: unknown, check: (part: unknown) => void): void {
  if (setting === undefined) return;
  if (!Array.isArray(setting) && !isRecord(setting)) check(setting);
  else for (const part of Object.values<unknown>(setting)) everyPart(part, check);
}

/** The padding of a field, and whether its value is for this field alone. */
export interface FieldPadding extends Padding {
  readonly own: boolean;
}

/** Throws if a length or value names a field that does not exist. */
export function assertKnownFields(
  path: string,
  keys: readonly string[],
  { length, value }: FieldPadding,
): void {
  for (const [name, setting] of Object.entries({ length, value })) {
    if (typeof setting !== "object" || setting === null) continue;
    const foreign = Object.keys(setting).filter((key) => !keys.includes(key));
    if (foreign.length > 0)
      throw new RangeError(
        `pad: ${name} names ${foreign.join(", ")}, but element 0${path} is one ${describeFields(keys)}`,
      );
  }
}

/** The padding of one field. */
export function paddingOf({ length, value }: FieldPadding, key: string): FieldPadding {
  const part = (setting: unknown): unknown =>
    typeof setting === "object" && setting !== null
      ? (setting as Readonly<Record<string, unknown>>)[key]
      : setting;
  return {
    length: part(length),
    value: part(value),
    own: typeof value === "object",
  };
}

/** The length of a field's lists, if it is set. */
export function lengthFor(path: string, length: unknown): number | undefined {
  return length === undefined ? undefined : integer(`pad: length${path}`, length as number, 0); // integer throws for others
}

const DEFAULT_VALUES: Readonly<Record<string, Leaf>> = {
  number: 0,
  bigint: 0n,
  string: "",
  boolean: false,
};

/** The value that fills lists of a kind. */
export function valueFor(path: string, kind: string | undefined, { value, own }: FieldPadding): Leaf {
  if (value === undefined) return DEFAULT_VALUES[kind ?? "number"];
  const fits = kind === undefined ? own || typeof value === "number" : typeof value === kind;
  if (fits) return value as Leaf; // checked by checkPadding
  if (!own) return DEFAULT_VALUES[kind ?? "number"];
  throw new TypeError(
    `pad: value${path} must be a ${String(kind)}, like the lists' elements, got ${shown(value)}`,
  );
}
