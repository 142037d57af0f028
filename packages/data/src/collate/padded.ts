import type { BigIntArray, NDArray, TypedArray } from "./ndarray.ts";
import type { Listed } from "./stacked.ts";

/** The elements of lists, and the values that pad them. */
export type Leaf = number | bigint | string | boolean;

/**
 * Numbers, strings or truth values, or lists of lists of them to any depth.
 *
 * @inline
 */
export type Nested<L extends Leaf = number> = L | readonly Nested<L>[];

/**
 * A list of one kind of leaves, or of such lists; another array is a tuple.
 *
 * @inline
 */
type NestedList =
  | readonly number[]
  | readonly bigint[]
  | readonly string[]
  | readonly boolean[]
  | readonly (readonly Nested[])[]
  | readonly (readonly Nested<bigint>[])[]
  | readonly (readonly Nested<string>[])[]
  | readonly (readonly Nested<boolean>[])[];

/**
 * The type of `pad`'s result.
 *
 * A union of types that become arrays becomes one array; a union of objects keeps the fields that all of them have (`K`).
 *
 * @example
 * ```ts
 * import { pad, type Padded } from "@tensorloom/data";
 *
 * type Sentence = { readonly words: number[]; readonly label: string };
 * const batch: Padded<Sentence> = pad([
 *   { words: [5, 3], label: "a" },
 *   { words: [7], label: "b" },
 * ]);
 * batch.words; // => [[5, 3], [7, 0]]
 * ```
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

/**
 * The length of padded lists: one for all, or one per field. For nested lists also one per axis, outermost first.
 *
 * @inline
 */
export type PadLength<T> = T extends TypedArray | BigIntArray
  ? number
  : T extends readonly (readonly unknown[])[] & NestedList
    ? number | readonly (number | undefined)[]
    : T extends NestedList
      ? number
      : T extends Listed | number | bigint
        ? never
        : number | { readonly [K in keyof T]?: PadLength<T[K]> };

/**
 * The value that fills short lists: one for all lists of its kind, or one per field.
 *
 * @inline
 */
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
