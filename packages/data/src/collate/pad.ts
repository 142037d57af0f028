import { checkOptions, finite, integer, isRecord, shown } from "@tensorloom/core/internal";
import { assertList } from "../validate.ts";
import { arrayConstructor } from "./arrayConstructor.ts";
import {
  type BigIntArray,
  isAnyTypedArray,
  isBigIntArray,
  type NDArray,
  type TypedArray,
} from "./ndarray.ts";
import type { Leaf, Nested, Padded, PadLength, PadValue } from "./padded.ts";
import { isNest, padLists } from "./padLists.ts";
import { markTuple } from "./tupleMark.ts";
import { mapFields, mapComponents, describeFields, hasKeys } from "./record.ts";

/** How lists of different lengths are made equal. */
export interface PadOptions<T = unknown> {
  /**
   * The length that all get; default: that of the longest. A longer list is refused. A number is for all lists; by field,
   * each may have its own. Of lists of lists, a number is the outermost axis', a list of numbers has one for each.
   */
  readonly length?: PadLength<T>;
  /**
   * What is put behind the short ones; default 0, `""` or false. By itself it is for all lists of its kind. Where all are
   * empty, they are taken for lists of numbers: say the value by field for others.
   */
  readonly value?: PadValue<T>;
}

/**
 * Fills lists up to one length; lists inside lists too, each level to its own longest.
 *
 * Objects and tuples are padded field by field, as tf.data does: their lists are filled up, their typed arrays become one
 * array `[n, length]`, their numbers, strings and all else arrays. An array that holds one kind of numbers, strings or truth
 * values, or such arrays alone, is a list; any other is a tuple. A tuple of lists of two kinds is taken for lists of one
 * where all of the other kind are empty: give as an object what may be taken for a list.
 *
 * @throws RangeError where a list is longer than `length`; TypeError where elements or their lists are of different kinds
 * or depths.
 * @example
 * ```ts
 * import { pad } from "@tensorloom/data";
 *
 * pad([[1], [2, 3]], { value: -1 }); // => [[1, -1], [2, 3]]
 * pad([{ ids: [1], name: "a" }, { ids: [2, 3], name: "b" }]); // => { ids: [[1, 0], [2, 3]], name: ["a", "b"] }
 * ```
 */
// eslint-disable-next-line @typescript-eslint/unified-signatures -- without the second parameter it fits a `collate` that is also given a key
export function pad<T>(elements: readonly T[], options: PadOptions<NoInfer<T>>): Padded<T>;
export function pad<T>(elements: readonly T[]): Padded<T>;
export function pad<T>(elements: readonly T[], options: PadOptions<NoInfer<T>> = {}): Padded<T> {
  assertList("pad: elements", elements);
  const padding: Padding = checkPadding(
    "pad",
    checkOptions("pad", options, { length: "number", value: "number" }),
  );
  return padColumn("", elements, { ...padding, own: true }) as Padded<T>; // the table of Padded, case by case
}

/** What is said of the padding of a field, or of all fields below it. */
interface Padding {
  readonly length?: unknown;
  readonly value?: unknown;
}

/** Checks lengths and values wherever they stand, and gives them back. */
export function checkPadding<P extends Padding>(name: string, padding: P): P {
  const { length, value } = padding;
  everyPart(length, (part) => integer(`${name}: length`, part as number, 0)); // integer refuses other kinds
  everyPart(value, (part) => {
    if (["bigint", "string", "boolean"].includes(typeof part) || part === Infinity || part === -Infinity)
      return;
    finite(`${name}: value`, part as number); // it refuses other kinds
  });
  return padding;
}

function everyPart(given: unknown, check: (part: unknown) => void): void {
  if (given === undefined) return;
  if (!Array.isArray(given) && !isRecord(given)) check(given);
  else for (const part of Object.values<unknown>(given)) everyPart(part, check);
}

/** The same, and whether it was said of this field alone. */
interface FieldPadding extends Padding {
  readonly own: boolean;
}

function padColumn(path: string, elements: readonly unknown[], padding: FieldPadding): unknown {
  if (elements.length === 0) return [];
  const as = Math.max(
    0,
    elements.findIndex((element) => element !== null && element !== undefined),
  );
  const first = elements[as];
  assertSameKind(path, elements, as);
  if (isAnyTypedArray(first)) return padTypedArrays(path, first, elements as readonly TypedArray[], padding); // alike; those of bigints are put together as numbers are
  if (isRecord(first)) return padRecords(path, elements as readonly Fields[], Object.keys(first), padding); // alike
  if (!Array.isArray(first)) return [...elements];
  const arrays = elements as readonly (readonly unknown[])[]; // alike
  if (!isNest(arrays)) return padTuples(path, arrays, padding);
  const { length } = padding;
  const lengths = Array.isArray(length) ? (length as readonly number[]) : [numberFor(path, length)];
  return padLists(path, arrays as readonly Nested<Leaf>[], lengths, (kind) => valueFor(path, kind, padding)); // a nest
}

/** Refuses elements of different kinds; null and undefined may stand among those that are put into an array. */
function assertSameKind(path: string, elements: readonly unknown[], as: number): void {
  const kind = kindName(elements[as]);
  const isPadded = isAnyTypedArray(elements[as]) || isRecord(elements[as]) || Array.isArray(elements[as]);
  elements.forEach((element, i) => {
    const own = kindName(element);
    if (own === kind || (!isPadded && (element === null || element === undefined))) return;
    throw new TypeError(
      `pad: element ${String(i)}${path} must be ${kind} as element ${String(as)}${path} is, got ${own}`,
    );
  });
}

/** What an element is, in words. */
function kindName(value: unknown): string {
  if (isAnyTypedArray(value)) return `a ${arrayConstructor(value).name}`;
  if (Array.isArray(value)) return "an array";
  if (isRecord(value)) return "an object";
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? "an instance of a class" : `a ${typeof value}`;
}

type Fields = Readonly<Record<string, unknown>>;

function padRecords(
  path: string,
  elements: readonly Fields[],
  keys: readonly string[],
  padding: FieldPadding,
): unknown {
  elements.forEach((element, i) => {
    if (hasKeys(element, keys)) return;
    const got = describeFields(Object.keys(element));
    throw new TypeError(
      `pad: element ${String(i)}${path} must be an object ${describeFields(keys)} as element 0${path} is, got one ${got}`,
    );
  });
  assertKnownFields(path, keys, padding);
  return mapFields(elements, keys, (key, values) =>
    padColumn(`${path}.${key}`, values, paddingOf(padding, key)),
  );
}

function padTuples(path: string, elements: readonly (readonly unknown[])[], padding: FieldPadding): unknown {
  const [{ length }] = elements;
  elements.forEach((element, i) => {
    integer(`pad: the length of element ${String(i)}${path}, a tuple,`, element.length, length, length);
  });
  assertKnownFields(
    path,
    Array.from({ length }, (_, place) => String(place)),
    padding,
  );
  return markTuple(
    mapComponents(elements, length, (place, values) =>
      padColumn(`${path}[${String(place)}]`, values, paddingOf(padding, String(place))),
    ),
  );
}

/** Refuses what is said of fields that are not there. */
function assertKnownFields(path: string, keys: readonly string[], { length, value }: FieldPadding): void {
  for (const [name, given] of Object.entries({ length, value })) {
    if (typeof given !== "object" || given === null) continue;
    const foreign = Object.keys(given).filter((key) => !keys.includes(key));
    if (foreign.length > 0)
      throw new RangeError(
        `pad: ${name} is given for ${foreign.join(", ")}, but element 0${path} is one ${describeFields(keys)}`,
      );
  }
}

/** What is said of a field. */
function paddingOf({ length, value }: FieldPadding, key: string): FieldPadding {
  const part = (given: unknown): unknown =>
    typeof given === "object" && given !== null ? (given as Fields)[key] : given;
  return {
    length: part(length),
    value: part(value),
    own: typeof value === "object",
  };
}

function numberFor(path: string, length: unknown): number | undefined {
  return length === undefined ? undefined : integer(`pad: length${path}`, length as number, 0); // integer refuses others
}

const NOTHING: Readonly<Record<string, Leaf>> = {
  number: 0,
  bigint: 0n,
  string: "",
  boolean: false,
};

/** What is put behind lists of a kind. */
function valueFor(path: string, kind: string | undefined, { value, own }: FieldPadding): Leaf {
  if (value === undefined) return NOTHING[kind ?? "number"];
  const fits = kind === undefined ? own || typeof value === "number" : typeof value === kind;
  if (fits) return value as Leaf; // checked where it was given
  if (!own) return NOTHING[kind ?? "number"];
  throw new TypeError(
    `pad: value${path} must be a ${String(kind)}, as the lists are of, got ${shown(value)}`,
  );
}

function padTypedArrays(
  path: string,
  first: TypedArray | BigIntArray,
  rows: readonly TypedArray[],
  padding: FieldPadding,
): NDArray {
  const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const length = numberFor(path, padding.length) ?? longest;
  rows.forEach((row, i) => integer(`pad: the length of element ${String(i)}${path}`, row.length, 0, length));
  const data = new (arrayConstructor(first))(rows.length * length);
  fill(data, path, padding);
  rows.forEach((row, i) => data.set(row, i * length));
  return { data, shape: [rows.length, length] };
}

function fill(data: TypedArray | BigIntArray, path: string, padding: FieldPadding): void {
  if (!isBigIntArray(data)) {
    data.fill(Number(valueFor(path, "number", padding)));
    return;
  }
  const { value } = padding;
  data.fill(
    BigInt(
      typeof value === "number" ? integer(`pad: value${path}`, value) : valueFor(path, "bigint", padding),
    ),
  );
}
