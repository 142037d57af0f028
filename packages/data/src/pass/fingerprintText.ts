/** Where no limit is asked for. */
const ALL = Infinity;

/**
 * What elements depend on, as text: functions by their source, all else by its contents, lists and records in depth.
 *
 * Unlike JSON it tells NaN from Infinity and null, a typed array from a list, one class from another. Two values of one
 * text may differ in what a function closes over, in private fields that `String` does not tell, and behind the first
 * `most` characters.
 */
export function fingerprintText(value: unknown, most: number = ALL): string {
  const inside = new Set<object>();
  let text = "";
  const all = (entries: Iterable<unknown>): void => {
    for (const entry of entries) {
      if (text.length >= most) return;
      put(entry);
      text += ",";
    }
  };
  const put = (part: unknown): void => {
    if (typeof part === "string") text += `${String(part.length)}:${part.slice(0, most)}`;
    else if (typeof part === "number") text += Object.is(part, -0) ? "-0" : String(part);
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
  return text.slice(0, most);
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

/** What an object that hides its contents says of itself: an address, a regular expression, a number in an object. */
function stringOf(value: object): string {
  try {
    return (value as { toString(): string }).toString(); // where there is none, it throws
  } catch {
    return ""; // it says nothing
  }
}

function isMemory(value: object): value is ArrayBufferLike {
  const isShared = typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer;
  return value instanceof ArrayBuffer || isShared;
}

/** What may be walked over without using it up. */
function isHeld(value: object): value is Iterable<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set;
}
