import { isRecord, shown } from "@tensorloom/core/internal";
import { bytes, type Feature, float32, int64 } from "@tensorloom/tfrecord";
import { type ColumnType, isEmpty } from "./columnType.ts";
import { decodeBase64 } from "./base64.ts";

/** Whether a text is an integer without leading zeros. */
export function isIntegerText(text: string): boolean {
  return /^-?(?:0|[1-9]\d*)$/.test(text);
}

/** Whether a text is a number: `45`, `1.5e-3`, `NaN`, `-Infinity`. */
export function isNumberText(text: string): boolean {
  return /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|nan|[+-]?(?:inf|infinity))$/i.test(text);
}

/**
 * Converts a cell to a feature of a type: one value, or a list of values.
 *
 * @returns Undefined if the cell is empty and not of bytes.
 * @throws RangeError that says what was expected.
 */
export function toFeature(cell: unknown, type: ColumnType): Feature | undefined {
  if (isEmpty(cell)) return type === "bytes" ? bytes("") : undefined;
  const values: readonly unknown[] = Array.isArray(cell) ? cell : [cell];
  switch (type) {
    case "int64":
      return int64(values.map(toInteger));
    case "float32":
      return float32(values.map(toNumber));
    case "bytes":
      return bytes(values.map(toBytes));
  }
}

function refuse(type: ColumnType, value: unknown): never {
  throw new RangeError(`${type} expected, got ${shown(value)}`);
}

function toInteger(value: unknown): number | bigint {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return value as number | bigint; // as just tested
  const text = tagged(value, "int64") ?? value;
  if (typeof text === "string" && isIntegerText(text)) {
    const whole = BigInt(text);
    if (BigInt.asIntN(64, whole) === whole) return whole;
  }
  return refuse("int64", value);
}

function toNumber(value: unknown): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  const text = tagged(value, "float32") ?? value;
  if (typeof text === "string" && isNumberText(text)) return parseNumber(text);
  return refuse("float32", value);
}

function parseNumber(text: string): number {
  if (/^nan$/i.test(text)) return NaN;
  const infinite = /^([+-]?)inf/i.exec(text);
  if (infinite !== null) return infinite[1] === "-" ? -Infinity : Infinity;
  return Number(text);
}

function toBytes(value: unknown): string | Uint8Array {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  const text = tagged(value, "base64");
  const decoded = text === undefined ? undefined : decodeBase64(text);
  return decoded ?? refuse("bytes", isRecord(value) ? JSON.stringify(value).slice(0, 60) : value);
}

/** The text of `{ "base64": "…" }`, `{ "int64": "…" }` or `{ "float32": "…" }`: values that JSON has no literal for. */
export function tagged(value: unknown, tag: "base64" | "int64" | "float32"): string | undefined {
  if (!isRecord(value) || Object.keys(value).length !== 1) return undefined;
  const text = value[tag];
  return typeof text === "string" ? text : undefined;
}
