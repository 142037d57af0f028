import { errorMessage, oneOf } from "@tensorloom/core/internal";

const TYPES = ["bytes", "text", "integer", "number", "json"] as const;

/**
 * How a file of a record is decoded. With a question mark, records may lack it: it is then `null`.
 *
 * @inline
 */
export type FieldType = `${(typeof TYPES)[number]}${"" | "?"}`;

/**
 * The value of a field of a type.
 *
 * @inline
 */
export type FieldValue<T extends FieldType> = T extends `${infer B extends FieldType}?`
  ? FieldValue<B> | null
  : T extends "bytes"
    ? Uint8Array
    : T extends "text"
      ? string
      : T extends "integer" | "number"
        ? number
        : unknown;

/** The types of the last extensions, as WebDataset's basic decoders have them. All others are bytes. */
const BY_EXTENSION: ReadonlyMap<string, FieldType> = new Map([
  ...["txt", "text", "transcript"].map((extension) => [extension, "text"] as const),
  ...["cls", "cls2", "class", "count", "index", "inx", "id"].map((one) => [one, "integer"] as const),
  ...["json", "jsn"].map((extension) => [extension, "json"] as const),
]);

const ALL: readonly FieldType[] = TYPES.flatMap((type) => [type, `${type}?`] as const);

/** Checks the option `types`. */
export function checkFieldTypes(types: Readonly<Record<string, FieldType>>): void {
  for (const [extension, type] of Object.entries(types)) oneOf(`fromTar: types.${extension}`, type, ALL);
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Decodes a field.
 *
 * @throws RangeError with what was expected.
 */
export function decodeField(extension: string, bytes: Uint8Array, type: FieldType | undefined): unknown {
  const last = extension.slice(extension.lastIndexOf(".") + 1);
  const kind = (type ?? BY_EXTENSION.get(last) ?? "bytes").replace("?", "");
  if (kind === "bytes") return bytes;
  const text = decodeText(bytes);
  if (kind === "text") return text;
  if (kind === "json") return parseJson(text);
  const value = text.trim() === "" ? NaN : Number(text);
  if (kind === "number" ? Number.isFinite(value) : Number.isSafeInteger(value)) return value;
  throw new RangeError(
    `expected ${kind === "number" ? "a number" : "an integer"}, got ${JSON.stringify(text.slice(0, 50))}`,
  );
}

function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new RangeError("expected UTF-8 text, got other bytes");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError(`expected JSON: ${errorMessage(error)}`);
  }
}
