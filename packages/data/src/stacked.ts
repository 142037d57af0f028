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

/** What `stack` makes of elements of a type. */
export type Stacked<T> = [T] extends [Listed]
  ? T[]
  : [Extract<T, Listed | number | TypedArray | { readonly data: TypedArray } | readonly unknown[]>] extends [
        never,
      ]
    ? Fields<T, keyof T>
    : StackedEach<T>;

/** Field by field: of objects of several types, the fields that all have. */
type Fields<T, K extends keyof T> = { -readonly [F in K]: Stacked<T[F]> };

/** The same for each of several types. */
type StackedEach<T> = T extends number
  ? NDArray<Float32Array>
  : T extends { readonly data: infer D extends TypedArray; readonly height: number }
    ? NDArray<D>
    : T extends { readonly data: infer D extends TypedArray; readonly shape: readonly number[] }
      ? NDArray<D>
      : T extends TypedArray
        ? NDArray<T>
        : T extends Listed
          ? T[]
          : { -readonly [K in keyof T]: Stacked<T[K]> };
