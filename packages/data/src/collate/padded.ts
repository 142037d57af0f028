import type { BigIntArray, NDArray, TypedArray } from "./ndarray.ts";
import type { Listed } from "./stacked.ts";

/** What lists are of, and padded with. */
export type Leaf = number | bigint | string | boolean;

/** Numbers, strings or truth values, or lists of lists of them to any depth. */
export type Nested<L extends Leaf = number> = L | readonly Nested<L>[];

/** A list of one kind of leaves, or of such lists; another array is a tuple. */
export type NestedList =
  | readonly number[]
  | readonly bigint[]
  | readonly string[]
  | readonly boolean[]
  | readonly (readonly Nested[])[]
  | readonly (readonly Nested<bigint>[])[]
  | readonly (readonly Nested<string>[])[]
  | readonly (readonly Nested<boolean>[])[];

/**
 * What `pad` makes of elements of a type: of several types that become arrays, an array of them all; of objects of several
 * types, the fields that all have (`K`); else each by itself.
 */
export type Padded<T, K extends keyof T = keyof T> = [T] extends [Listed | number | bigint]
  ? T[]
  : [Extract<T, Listed | number | bigint | TypedArray | BigIntArray | readonly unknown[]>] extends [never]
    ? { -readonly [F in K]: Padded<T[F]> }
    : T extends TypedArray | BigIntArray
      ? NDArray<T>
      : T extends NestedList | Listed | number | bigint
        ? T[]
        : [Nested] extends [T[keyof T & number]]
          ? T[]
          : { -readonly [F in keyof T]: Padded<T[F]> };

/** Lengths: one for all lists, or by field; of lists of lists, also one for each axis, outermost first. */
export type PadLength<T> = T extends TypedArray | BigIntArray
  ? number
  : T extends readonly (readonly unknown[])[] & NestedList
    ? number | readonly (number | undefined)[]
    : T extends NestedList
      ? number
      : T extends Listed | number | bigint
        ? never
        : number | { readonly [K in keyof T]?: PadLength<T[K]> };

/** What is put behind: one value for all lists of its kind, or by field. */
export type PadValue<T> = T extends TypedArray
  ? number
  : T extends BigIntArray
    ? number | bigint
    : T extends NestedList
      ? T extends readonly Nested[]
        ? number
        : T extends readonly Nested<bigint>[]
          ? bigint
          : T extends readonly Nested<string>[]
            ? string
            : boolean
      : T extends Listed | number | bigint
        ? never
        : Leaf | { readonly [K in keyof T]?: PadValue<T[K]> };
