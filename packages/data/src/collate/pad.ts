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

/**
 * Options of {@link pad}.
 *
 * @inline
 */
export interface PadOptions<T = unknown> {
  /**
   * The length of all lists; default: that of the longest. A longer list throws. Pass one number for all lists, or a
   * length per field. For lists of lists, a number is the length of the outermost axis, and a list has one per axis.
   */
  readonly length?: PadLength<T> | undefined;
  /**
   * The value that fills short lists; default 0, `""` or false. Pass one value for all lists of its kind, or a value per
   * field. If all lists are empty, they count as lists of numbers: pass the value per field for other kinds.
   */
  readonly value?: PadValue<T> | undefined;
}

/**
 * Pads lists to one length. Nested lists are padded too, each level to its own longest.
 *
 * Objects and tuples are padded field by field, as in tf.data: lists are padded, typed arrays become one array
 * `[n, length]`, and numbers, strings and everything else become arrays. An array of numbers, of strings or of booleans,
 * or of such arrays, is a list; any other array is a tuple. A tuple of lists of two kinds looks like a list if all lists
 * of one kind are empty: use an object if that can happen.
 *
 * @throws RangeError if a list is longer than `length`; TypeError if elements or their lists differ in kind or depth.
 * @example
 * ```ts
 * import { pad } from "@tensorloom/data";
 *
 * pad([[1], [2, 3]], { value: -1 }); // => [[1, -1], [2, 3]]
 * pad([{ ids: [1], name: "a" }, { ids: [2, 3], name: "b" }]); // => { ids: [[1, 0], [2, 3]], name: ["a", "b"] }
 * ```
 */
// eslint-disable-next-line @typescript-eslint/unified-signatures -- without the second parameter it fits a `collate` that also receives a key
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

/** The padding of a field, or of all fields below it. */
interface Padding {
  readonly length?: unknown;
  readonly value?: unknown;
}

/** Checks lengths and values at any depth; returns them. */
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

function everyPart(setting: unknown, check: (part: unknown) => void): void {
  if (setting === undefined) return;
  if (!Array.isArray(setting) && !isRecord(setting)) check(setting);
  else for (const part of Object.values<unknown>(setting)) everyPart(part, check);
}

/** The padding of a field, and whether its value is for this field alone. */
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
  if (isAnyTypedArray(first)) return padTypedArrays(path, first, elements as readonly TypedArray[], padding); // of one kind; bigints are joined like numbers
  if (isRecord(first)) return padRecords(path, elements as readonly Fields[], Object.keys(first), padding); // of one kind
  if (!Array.isArray(first)) return [...elements];
  const arrays = elements as readonly (readonly unknown[])[]; // of one kind
  if (!isNest(arrays)) return padTuples(path, arrays, padding);
  const { length } = padding;
  const lengths = Array.isArray(length) ? (length as readonly number[]) : [numberFor(path, length)];
  return padLists(path, arrays as readonly Nested<Leaf>[], lengths, (kind) => valueFor(path, kind, padding)); // a nest
}

/** Throws if elements are of different kinds. Those that go into an array may be null or undefined. */
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

/** The name of an element's kind, for errors. */
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

/** Throws if a length or value names a field that does not exist. */
function assertKnownFields(path: string, keys: readonly string[], { length, value }: FieldPadding): void {
  for (const [name, setting] of Object.entries({ length, value })) {
    if (typeof setting !== "object" || setting === null) continue;
    const foreign = Object.keys(setting).filter((key) => !keys.includes(key));
    if (foreign.length > 0)
      throw new RangeError(
        `pad: ${name} names ${foreign.join(", ")}, but element 0${path} is one ${describeFields(keys)}`,
      );
  }
}

/** The padding of one field. */
function paddingOf({ length, value }: FieldPadding, key: string): FieldPadding {
  const part = (setting: unknown): unknown =>
    typeof setting === "object" && setting !== null ? (setting as Fields)[key] : setting;
  return {
    length: part(length),
    value: part(value),
    own: typeof value === "object",
  };
}

function numberFor(path: string, length: unknown): number | undefined {
  return length === undefined ? undefined : integer(`pad: length${path}`, length as number, 0); // integer refuses others
}

const DEFAULT_VALUES: Readonly<Record<string, Leaf>> = {
  number: 0,
  bigint: 0n,
  string: "",
  boolean: false,
};

/** The value that fills lists of a kind. */
function valueFor(path: string, kind: string | undefined, { value, own }: FieldPadding): Leaf {
  if (value === undefined) return DEFAULT_VALUES[kind ?? "number"];
  const fits = kind === undefined ? own || typeof value === "number" : typeof value === kind;
  if (fits) return value as Leaf; // checked by checkPadding
  if (!own) return DEFAULT_VALUES[kind ?? "number"];
  throw new TypeError(
    `pad: value${path} must be a ${String(kind)}, like the lists' elements, got ${shown(value)}`,
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
