import type { NDArray, TypedArray } from "./ndarray.ts";

/** What `stack` and `pad` put into arrays as it is. An object of a class of your own is put there too: its type does not tell. */
export type Listed =
  | string
  | boolean
  | bigint
  | symbol
  | null
  | undefined
  | ((...none: never) => unknown)
  | Date
  | RegExp
  | Error
  | URL
  | ArrayBuffer
  | DataView
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>;

/**
 * What `stack` makes of elements of a type: of several types that become arrays, an array of them all; of objects of several
 * types, the fields that all have (`K`); else each by itself.
 */
export type Stacked<T, K extends keyof T = keyof T> = [T] extends [Listed]
  ? T[]
  : [Extract<T, Listed | number | TypedArray | { readonly data: TypedArray } | readonly unknown[]>] extends [
        never,
      ]
    ? { -readonly [F in K]: Stacked<T[F]> }
    : T extends number
      ? NDArray<Float32Array>
      : T extends { readonly data: infer D extends TypedArray; readonly height: number }
        ? NDArray<D>
        : T extends { readonly data: infer D extends TypedArray; readonly shape: readonly number[] }
          ? NDArray<D>
          : T extends TypedArray
            ? NDArray<T>
            : T extends Listed
              ? T[]
              : { -readonly [F in keyof T]: Stacked<T[F]> };
