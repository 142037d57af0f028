import { oneOf } from "@tensorloom/core/internal";

/** The types of values, without a question mark. */
const TYPES = ["string", "number", "integer", "bigint", "boolean"] as const;

/**
 * The type of a column. With a question mark, values may be missing: they are `null`.
 *
 * @inline
 */
export type ColumnType = `${(typeof TYPES)[number]}${"" | "?"}`;

/**
 * The value of a column of a type.
 *
 * @inline
 */
export type ColumnValue<T extends ColumnType = ColumnType> = T extends `${infer B extends ColumnType}?`
  ? ColumnValue<B> | null
  : T extends "number" | "integer"
    ? number
    : T extends "bigint"
      ? bigint
      : T extends "boolean"
        ? boolean
        : string;

/** Returns the value of a text, or what was expected instead. */
export type Convert = (text: string) => ColumnValue | Expected;

/** What a text that is not of its column's type should be. */
export class Expected {
  readonly what: string;

  constructor(what: string) {
    this.what = what;
  }
}

const NUMBER = new Expected("a number");
const INTEGER = new Expected("an integer up to 2^53 (see bigint)");
const BIGINT = new Expected("an integer");
const BOOLEAN = new Expected("true, false, 1 or 0");

/** A decimal number: no `0x10`, no `Infinity`, and no empty text. */
const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
/** An integer, also as programs write a column of integers that had a missing value: `3.0`. */
const WHOLE = /^\s*([+-]?\d+)(?:\.0*)?\s*$/;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
  ["1", true],
  ["0", false],
]);

const CONVERTERS: Readonly<Record<(typeof TYPES)[number], Convert>> = {
  string: (text) => text,
  number(text) {
    const value = DECIMAL.test(text) ? Number(text) : Infinity;
    return Number.isFinite(value) ? value : NUMBER;
  },
  integer(text) {
    const value = WHOLE.test(text) ? Number(text) : NaN;
    return Number.isSafeInteger(value) ? value : INTEGER;
  },
  bigint(text) {
    const digits = WHOLE.exec(text)?.[1];
    return digits === undefined ? BIGINT : BigInt(digits.replace("+", ""));
  },
  boolean: (text) => BOOLEANS.get(text.trim().toLowerCase()) ?? BOOLEAN,
};

/** All types that a column may have. */
const ALL: readonly ColumnType[] = TYPES.flatMap((type) => [type, `${type}?`] as const);

/** Makes the converter of a column's values. */
export function columnConverter(name: string, type: ColumnType, missing: ReadonlySet<string>): Convert {
  oneOf(name, type, ALL);
  const base = TYPES.find((one) => type.startsWith(one)) ?? "string";
  const convert = CONVERTERS[base];
  if (type.endsWith("?")) return (text) => (missing.has(text) ? null : convert(text));
  if (base === "string") return convert;
  const absent = new Expected(`a value; write "${base}?" if values may be missing`);
  return (text) => (missing.has(text) ? absent : convert(text));
}
