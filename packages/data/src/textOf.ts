/** Where no limit is asked for. */
const ALL = Infinity;

/**
 * What elements depend on, as text: functions by their source, all else by its contents, lists and records in depth.
 *
 * Unlike JSON it tells NaN from Infinity and null, a typed array from a list, one class from another. Two values of one
 * text may differ in what a function closes over, in private fields, and behind the first `most` characters.
 */
export function textOf(value: unknown, most: number = ALL): string {
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
  return typeof prototype === "object" && prototype !== null ? prototype.constructor.name : "";
}

function contents(value: object): Iterable<unknown> {
  if (value instanceof Date) return [value.getTime()];
  if (value instanceof RegExp) return [String(value)];
  if (value instanceof Error) return [value.name, value.message];
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (isHeld(value)) return value;
  return Object.entries(value);
}

/** What may be walked over without using it up. */
function isHeld(value: object): value is Iterable<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set;
}
