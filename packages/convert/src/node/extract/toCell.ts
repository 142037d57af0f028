import type { Feature } from "@tensorloom/tfrecord";
import { floatText } from "./floatText.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function toText(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Writes a feature as a cell of a CSV file.
 *
 * @returns Undefined if CSV cannot hold it: several values, or bytes that are not text.
 */
export function toCsvCell({ kind, values }: Feature): string | undefined {
  if (values.length === 0) return "";
  if (values.length > 1 || kind === "none") return undefined;
  if (kind === "int64") return String(values[0]);
  if (kind === "float32") {
    const text = floatText(values[0]);
    return /^-?\d+$/.test(text) ? `${text}.0` : text; // so that it is read as a float again
  }
  const text = toText(values[0]);
  return text === undefined ? undefined : quote(text);
}

/** Quotes a text for CSV, if it has to be (RFC 4180). */
export function quote(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Writes a feature as JSON: one value, or a list of several.
 *
 * Values that JSON has no literal for are objects: `{ "base64": "…" }`, `{ "int64": "…" }`, `{ "float32": "NaN" }`.
 */
export function toJson({ kind, values }: Feature): unknown {
  if (kind === "none") return null;
  const all: readonly unknown[] =
    kind === "int64"
      ? Array.from(values, (one) =>
          Number.isSafeInteger(Number(one)) ? Number(one) : { int64: String(one) },
        )
      : kind === "float32"
        ? Array.from(values, toJsonNumber)
        : values.map((one) => toText(one) ?? { base64: Buffer.from(one).toString("base64") });
  return all.length === 1 ? all[0] : all;
}

function toJsonNumber(value: number): unknown {
  const text = floatText(value);
  return Number.isFinite(value) && text !== "-0" ? Number(text) : { float32: text };
}
