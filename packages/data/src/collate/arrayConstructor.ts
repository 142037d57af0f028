import type { BigIntArray, TypedArray } from "./ndarray.ts";

/** A constructor of typed arrays. */
interface ArrayConstructor {
  new (length: number): TypedArray;
  new (memory: ArrayBufferLike, offset: number, length: number): TypedArray;
}

/** The constructor of a typed array. For a Node Buffer it is Uint8Array, because Buffer's own is deprecated. */
export function arrayConstructor(array: TypedArray | BigIntArray): ArrayConstructor {
  return (array instanceof Uint8Array ? Uint8Array : array.constructor) as ArrayConstructor; // a typed array's
}
