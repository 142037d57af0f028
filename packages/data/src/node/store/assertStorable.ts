import { isRecord } from "@tensorloom/core/internal";

/** Classes whose instances come back as they were. */
const KEPT: ReadonlySet<string> = new Set([
  ...["Array", "Map", "Set", "Date", "RegExp", "ArrayBuffer"],
  ...["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"],
]);

/**
 * Checks that V8's serialisation gives an element back as it is.
 *
 * It makes plain objects of class instances, and `{}` of a URL, without a word.
 *
 * @throws TypeError where a part of the element is of a class, a function or a symbol.
 */
export function assertStorable(element: unknown): void {
  const lost = findUnstorable(element, new Set());
  if (lost === undefined) return;
  const [where, what] = lost;
  throw new TypeError(
    `element${where} must be a plain object, array, typed array, Map, Set, Date, RegExp, Error or primitive to be stored, got ${what}`,
  );
}

/** Where and what does not come back as it was. */
type Lost = readonly [where: string, what: string];

function findUnstorable(value: unknown, seen: Set<object>): Lost | undefined {
  if (typeof value === "function") return ["", `the function ${value.name}`];
  if (typeof value === "symbol") return ["", String(value)];
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || seen.has(value))
    return undefined;
  if (!isRecord(value)) {
    const { name } = (Object.getPrototypeOf(value) as object).constructor; // what is no record has a class
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
  if (value instanceof Set || Array.isArray(value)) return value.entries() as Iterable<[unknown, unknown]>; // any array is of unknowns
  return Object.entries(value);
}
