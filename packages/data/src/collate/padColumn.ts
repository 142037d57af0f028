import { integer, isRecord } from "@tensorloom/core/internal";
import { arrayConstructor } from "./arrayConstructor.ts";
import {
  type BigIntArray,
  isAnyTypedArray,
  isBigIntArray,
  type NDArray,
  type TypedArray,
} from "./ndarray.ts";
import type { Leaf, Nested } from "./padded.ts";
import { assertKnownFields, type FieldPadding, lengthFor, paddingOf, valueFor } from "./padding.ts";
import { isNest, padLists } from "./padLists.ts";
import { describeFields, hasKeys, mapComponents, mapFields } from "./record.ts";
import { markTuple } from "./tupleMark.ts";

/** Pads one field of all elements, and the fields below it. */
export function padColumn(path: string, elements: readonly unknown[], padding: FieldPadding): unknown {
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
  const lengths = Array.isArray(length) ? (length as readonly number[]) : [lengthFor(path, length)];
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

function padTypedArrays(
  path: string,
  first: TypedArray | BigIntArray,
  rows: readonly TypedArray[],
  padding: FieldPadding,
): NDArray {
  const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const length = lengthFor(path, padding.length) ?? longest;
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
