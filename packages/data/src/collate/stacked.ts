import type { BigIntArray, NDArray, TypedArray } from "./ndarray.ts";

/**
 * Values that `stack` and `pad` put into arrays unchanged.
 *
 * Instances of your own classes are put there too, but their types do not show it.
 *
 * @inline
 */
export type Listed =
  | string
  | boolean
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
 * A typed array of numbers or of 64-bit integers: the memory of an array with a shape.
 *
 * @inline
 */
type AnyTypedArray = TypedArray | BigIntArray;

/**
 * The type of `stack`'s result.
 *
 * A union of types that become arrays becomes one array; a union of objects keeps the fields that all of them have (`K`).
 *
 * @example
 * ```ts
 * import { stack, type Stacked } from "@tensorloom/data";
 *
 * type Sample = { readonly pixels: Uint8Array; readonly label: number; readonly name: string };
 * const toText = (batch: Stacked<Sample>) => `${batch.name.join()} ${batch.pixels.shape.join("x")}`;
 * toText(stack([{ pixels: Uint8Array.of(1, 2, 3), label: 0, name: "a" }])); // => "a 1x3"
 * ```
 */
export type Stacked<T, K extends keyof T = keyof T> = [T] extends [Listed]
  ? T[]
  : [
        Extract<
          T,
          Listed | number | bigint | AnyTypedArray | { readonly data: AnyTypedArray } | readonly unknown[]
        >,
      ] extends [never]
    ? { -readonly [F in K]: Stacked<T[F]> }
    : T extends number
      ? NDArray<Float32Array>
      : T extends bigint
        ? NDArray<BigInt64Array>
        : T extends {
              readonly data: infer D extends AnyTypedArray;
              readonly height: number;
            }
          ? NDArray<D>
          : T extends {
                readonly data: infer D extends AnyTypedArray;
                readonly shape: readonly number[];
              }
            ? NDArray<D>
            : T extends AnyTypedArray
              ? NDArray<T>
              : T extends Listed
                ? T[]
                : { -readonly [F in keyof T]: Stacked<T[F]> };
