import { isRecord } from "@tensorloom/core/internal";

/** Classes whose instances survive serialisation. */
const KEPT: ReadonlySet<string> = new Set([
  ...["Array", "Map", "Set", "Date", "RegExp", "ArrayBuffer"],
  ...["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"],
]);

/**
 * Checks that an element survives V8's serialisation unchanged.
 *
 * V8 silently turns class instances into plain objects, and a URL into `{}`.
 *
 * @throws TypeError if a part of the element is a class instance, a function or a symbol.
 */
export function assertStorable(element: unknown): void {
  const lost = findUnstorable(element, new Set());
  if (lost === undefined) return;
  const [where, what] = lost;
  throw new TypeError(
    `element${where} must be a plain object, array, typed array, Map, Set, Date, RegExp, Error or primitive to be stored, got ${what}`,
  );
}

/** The path and the kind of a part that would be lost. */
type Lost = readonly [where: string, what: string];

function findUnstorable(value: unknown, seen: Set<object>): Lost | undefined {
  if (typeof value === "function") return ["", `the function ${value.name}`];
  if (typeof value === "symbol") return ["", String(value)];
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || seen.has(value))
    return undefined;
  if (!isRecord(value)) {
    const { name } = (Object.getPrototypeOf(value) as object).constructor; // a value that is not a record has a class
    if (!KEPT.has(name)) return ["", `an instance of ${name}`];
  }
  seen.add(value);
  for (const [key, part] of partsOf(value)) {
    const lost = findUnstorable(part, seen);
    if (lost !== undefined) return [`[${JSON.stringify(key)}]${lost[0]}`, lost[1]];
  }
  return undefined;
}

function partsOf(value: object): Iterable<readonly [unknown, unknown]> {
  if (value instanceof Map)
    return [...value].flatMap(
      ([key, part]) =>
        [
          [key, key],
          [key, part],
        ] as const,
    );
  if (value instanceof Set || Array.isArray(value)) return value.entries() as Iterable<[unknown, unknown]>; // the items may be anything
  return Object.entries(value);
}
