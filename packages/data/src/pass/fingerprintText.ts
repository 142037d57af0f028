/** No limit. */
const ALL = Infinity;

/** What identifies a function in a fingerprint: its source text, or only its name. */
export type FunctionIdentity = "source" | "name";

/**
 * Turns values into a text that identifies them. Functions are identified by their source or their name, everything
 * else by its contents.
 *
 * Unlike JSON it distinguishes NaN from Infinity and null, typed arrays from lists, and classes from each other. Two
 * values with the same text may still differ in what a function closes over, in private fields that `String` does not
 * show, and after the first `max` characters.
 */
export function fingerprintText(
  value: unknown,
  max: number = ALL,
  functions: FunctionIdentity = "source",
): string {
  const inside = new Set<object>();
  let text = "";
  const all = (entries: Iterable<unknown>): void => {
    for (const entry of entries) {
      if (text.length >= max) return;
      put(entry);
      text += ",";
    }
  };
  const put = (part: unknown): void => {
    if (typeof part === "string") text += `${String(part.length)}:${part.slice(0, max)}`;
    else if (typeof part === "number") text += Object.is(part, -0) ? "-0" : String(part);
    else if (typeof part === "function" && functions === "name") text += `function ${part.name}`;
    else if (typeof part !== "object" || part === null) text += `${typeof part} ${String(part)}`;
    else if (inside.has(part)) text += "circle";
    else {
      inside.add(part);
      text += `${nameOf(part)}(`;
      all(contents(part));
      text += ")";
      inside.delete(part);
    }
  };
  put(value);
  return text.slice(0, max);
}

function nameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null) return "";
  const maker: unknown = prototype.constructor; // a prototype without a prototype has none
  return typeof maker === "function" ? maker.name : "";
}

function contents(value: object): Iterable<unknown> {
  if (value instanceof Date) return [value.getTime()];
  if (value instanceof Error) return [value.name, value.message, value.cause, ...entriesOf(value)];
  if (value instanceof DataView) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (isMemory(value)) return new Uint8Array(value);
  if (isHeld(value)) return value;
  const entries = entriesOf(value);
  return entries.length === 0 && !isPlain(value) ? [stringOf(value)] : entries;
}

/** Fields by name and by symbol, as {@link Object.entries} has those by name. */
function entriesOf(value: object): unknown[] {
  const symbols = Object.getOwnPropertySymbols(value).filter((key) =>
    Object.prototype.propertyIsEnumerable.call(value, key),
  );
  const fields = value as Readonly<Record<symbol, unknown>>; // its own keys
  return [...Object.entries(value), ...symbols.map((key) => [key, fields[key]])];
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** The string form of an object that hides its contents, such as a URL. */
function stringOf(value: object): string {
  try {
    return (value as { toString(): string }).toString(); // without one, it throws
  } catch {
    return "";
  }
}

function isMemory(value: object): value is ArrayBufferLike {
  const isShared = typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer;
  return value instanceof ArrayBuffer || isShared;
}

/** Whether a value can be iterated without using it up. */
function isHeld(value: object): value is Iterable<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set;
}
