import type { NDArray, TypedArray } from "./ndarray.ts";
import type { Listed } from "./stacked.ts";

/** What lists are of, and padded with. */
export type Leaf = number | string | boolean;

/** Numbers, strings or truth values, or lists of lists of them to any depth. */
export type Nested<L extends Leaf = number> = L | readonly Nested<L>[];

/** A list of one kind of leaves, or of such lists; another array is a tuple. */
type List =
  | readonly number[]
  | readonly string[]
  | readonly boolean[]
  | readonly (readonly Nested[])[]
  | readonly (readonly Nested<string>[])[]
  | readonly (readonly Nested<boolean>[])[];

/** What `pad` makes of elements of a type. */
export type Padded<T> = [T] extends [Listed | number]
  ? T[]
  : [Extract<T, Listed | number | TypedArray | readonly unknown[]>] extends [never]
    ? PaddedFields<T, keyof T>
    : PaddedEach<T>;

/** Field by field: of objects of several types, the fields that all have. */
type PaddedFields<T, K extends keyof T> = { -readonly [F in K]: Padded<T[F]> };

/** The same for each of several types. */
type PaddedEach<T> = T extends TypedArray
  ? NDArray<T>
  : T extends List | Listed | number
    ? T[]
    : [Nested] extends [T[keyof T & number]]
      ? T[]
      : { -readonly [K in keyof T]: Padded<T[K]> };

/** Lengths: one for all lists, or by field; of lists of lists, also one for each axis, outermost first. */
export type PadLength<T> = T extends TypedArray
  ? number
  : T extends readonly (readonly unknown[])[] & List
    ? number | readonly (number | undefined)[]
    : T extends List
      ? number
      : T extends Listed | number
        ? never
        : number | { readonly [K in keyof T]?: PadLength<T[K]> };

/** What is put behind: one value for all lists of its kind, or by field. */
export type PadValue<T> = T extends TypedArray
  ? number
  : T extends List
    ? LeafOf<T>
    : T extends Listed | number
      ? never
      : Leaf | { readonly [K in keyof T]?: PadValue<T[K]> };

/** What a list is of, in the end. */
type LeafOf<T> = [T] extends [readonly Nested[]]
  ? number
  : [T] extends [readonly Nested<string>[]]
    ? string
    : boolean;
