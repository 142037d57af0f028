import { isRecord, shapeText, shown, sizeOf } from "@tensorloom/core/internal";
import { assertList } from "../validate.ts";
import { arrayConstructor } from "./arrayConstructor.ts";
import { isAnyTypedArray, type NDArray, type TypedArray } from "./ndarray.ts";
import { mapFields, mapComponents, describeFields, hasKeys } from "./record.ts";
import { markTuple } from "./tupleMark.ts";
import type { Stacked } from "./stacked.ts";

/** An image of `@tensorloom/image`. */
interface ImageLike {
  readonly data: TypedArray;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Collates the elements of a batch, field by field.
 *
 * - Numbers become a Float32Array of shape `[n]`, which is exact for integers up to 2^24. Keep larger ones, such as ids,
 *   as strings, bigints or typed arrays.
 * - Bigints become a BigInt64Array of shape `[n]`.
 * - Typed arrays become `[n, length]`, images `[n, height, width, channels]`, and arrays with a shape `[n, ...shape]`.
 *   Each keeps its element type.
 * - Plain objects and tuples are stacked field by field.
 * - Strings and everything else, such as dates and class instances, become arrays, which may contain null and undefined.
 *
 * @param elements - At least one element. All have the same form.
 * @throws RangeError if shapes differ or a bigint does not fit into 64 bits; TypeError if forms differ. Both name the
 * field and the element.
 * @example
 * ```ts
 * import { stack } from "@tensorloom/data";
 *
 * const { size, name } = stack([{ size: 1, name: "a" }, { size: 2, name: "b" }]);
 * [size.shape, name]; // => [[2], ["a", "b"]]
 * ```
 */
export function stack<T>(elements: readonly T[]): Stacked<T> {
  return stackWith(joinRows, elements);
}

/** Joins the rows of a batch: typed arrays of one kind and length. */
export type Join = (rows: readonly TypedArray[]) => TypedArray;

/** Copies the rows into a new array, one after another. */
function joinRows(rows: readonly TypedArray[]): TypedArray {
  const [first] = rows;
  const into = new (arrayConstructor(first))(first.length * rows.length);
  rows.forEach((row, i) => into.set(row, i * row.length));
  return into;
}

/** Like {@link stack}, with another way to join rows. */
export function stackWith<T>(join: Join, elements: readonly T[]): Stacked<T> {
  if (assertList("stack: elements", elements).length === 0)
    throw new RangeError("stack: expected at least one element, got none");
  return stackAt(join, "element", elements) as Stacked<T>; // the table of Stacked, case by case
}

function stackAt(join: Join, field: string, elements: readonly unknown[]): unknown {
  const first = elements[0];
  if (typeof first === "number") return { data: numbers(field, elements), shape: [elements.length] };
  if (typeof first === "bigint") return { data: bigints(field, elements), shape: [elements.length] };
  if (shaped(first) !== undefined) return rows(join, field, elements);
  if (Array.isArray(first)) return tuples(join, field, elements, first.length);
  return isRecord(first) ? records(join, field, elements, Object.keys(first)) : listed(field, elements);
}

function records(join: Join, field: string, elements: readonly unknown[], keys: readonly string[]): unknown {
  const all = elements.map((element, i) => {
    if (isRecord(element) && hasKeys(element, keys)) return element;
    const got = isRecord(element) ? `one ${describeFields(Object.keys(element))}` : shown(element);
    throw new TypeError(misfit(field, i, `an object ${describeFields(keys)}`, got));
  });
  return mapFields(all, keys, (key, values) => stackAt(join, `${field}.${key}`, values));
}

/** Returns the elements as an array. They are of one kind, or null or undefined. */
function listed(field: string, elements: readonly unknown[]): unknown[] {
  const type = typeof elements[0];
  if (type !== "object" && elements.every((element) => typeof element === type)) return [...elements];
  const as = Math.max(0, elements.findIndex(isThere));
  const kind = listedKind(elements[as]);
  elements.forEach((element, i) => {
    if (!isThere(element) || (kind !== undefined && listedKind(element) === kind)) return;
    const [expected, index] = kind === undefined ? [shown(elements[0]), 0] : [kind, as];
    throw new TypeError(misfit(field, i, expected, shown(element), index));
  });
  return [...elements];
}

function isThere(element: unknown): boolean {
  return element !== null && element !== undefined;
}

/** The kind of a value that is listed unchanged; `undefined` for others. */
function listedKind(value: unknown): string | undefined {
  if (typeof value !== "object")
    return ["number", "bigint"].includes(typeof value) ? undefined : `a ${typeof value}`;
  const other = Array.isArray(value) || isRecord(value) || shaped(value) !== undefined;
  return other ? undefined : "an instance of a class";
}

function misfit(field: string, index: number, expected: string, got: string, as = 0): string {
  return `stack: ${field} of element ${String(index)} must be ${expected}, as in element ${String(as)}, got ${got}`;
}

function numbers(field: string, elements: readonly unknown[]): Float32Array {
  const data = new Float32Array(elements.length);
  elements.forEach((value, i) => {
    if (typeof value !== "number") throw new TypeError(misfit(field, i, "a number", shown(value)));
    data[i] = value;
  });
  return data;
}

function bigints(field: string, elements: readonly unknown[]): BigInt64Array {
  return BigInt64Array.from(elements, (value, i) => {
    if (typeof value !== "bigint") throw new TypeError(misfit(field, i, "a bigint", shown(value)));
    if (BigInt.asIntN(64, value) === value) return value;
    throw new RangeError(
      `stack: ${field} of element ${String(i)} must be from -(2^63) to 2^63 - 1, got ${String(value)}`,
    );
  });
}

function tuples(join: Join, field: string, elements: readonly unknown[], length: number): readonly unknown[] {
  const rows = elements.map((element, i) => {
    if (Array.isArray(element) && element.length === length) return element as readonly unknown[];
    throw new TypeError(misfit(field, i, `an array of ${String(length)}`, shown(element)));
  });
  return markTuple(
    mapComponents(rows, length, (place, values) => stackAt(join, `${field}[${String(place)}]`, values)),
  );
}

/** Whether a value is a typed array. Arrays of bigints are joined like all others. */
function isRow(value: unknown): value is TypedArray {
  return isAnyTypedArray(value);
}

/** The numbers and the shape of a typed array, an image or an array with a shape. */
function shaped(value: unknown): NDArray | undefined {
  if (isRow(value)) return { data: value, shape: [value.length] };
  if (typeof value !== "object" || value === null || !("data" in value) || !isRow(value.data))
    return undefined;
  if ("shape" in value) return value as NDArray; // data and shape
  if (!("height" in value && "width" in value && "channels" in value)) return undefined;
  const { data, height, width, channels } = value as ImageLike; // all four fields
  return { data, shape: [height, width, channels] };
}

function rows(join: Join, field: string, elements: readonly unknown[]): NDArray {
  const all = elements.map((element, i) => {
    const row = shaped(element);
    if (row === undefined) throw new TypeError(misfit(field, i, "numbers with a shape", shown(element)));
    return row;
  });
  const [first] = all;
  const length = sizeOf(first.shape);
  all.forEach((row, i) => {
    const [expected, got] = [described(first), described(row)];
    if (expected !== got || row.data.length !== length)
      throw new RangeError(misfit(field, i, expected, `${got} with ${String(row.data.length)} numbers`));
  });
  return {
    data: join(all.map(({ data }) => data)),
    shape: [all.length, ...first.shape],
  };
}

function described({ data, shape }: NDArray): string {
  return `${data[Symbol.toStringTag]} ${shapeText(shape)}`;
}
