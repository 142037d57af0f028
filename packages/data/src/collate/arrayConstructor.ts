import type { BigIntArray, TypedArray } from "./ndarray.ts";

/** What makes arrays of one element type. */
interface ArrayConstructor {
  new (length: number): TypedArray;
  new (memory: ArrayBufferLike, offset: number, length: number): TypedArray;
}

/** The constructor of an array's element type. A Node Buffer's is Uint8Array: its own is deprecated. */
export function arrayConstructor(array: TypedArray | BigIntArray): ArrayConstructor {
  return (array instanceof Uint8Array ? Uint8Array : array.constructor) as ArrayConstructor; // a typed array's
}
