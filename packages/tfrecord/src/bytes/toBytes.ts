import { shown } from "@tensorloom/core/internal";

/**
 * Bytes: a typed array, a `DataView` or a buffer, of any realm.
 *
 * @inline
 */
export type BytesLike = ArrayBufferView | ArrayBuffer | SharedArrayBuffer;

/**
 * Converts a view or a buffer to a Uint8Array without copying; returns `undefined` for other values.
 *
 * It does not use `instanceof`, because values of another realm (an iframe, `vm`, jsdom) have other classes.
 */
export function toBytes(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return toUint8Array(value);
  return isBuffer(value) ? new Uint8Array(value) : undefined;
}

/** Converts a view to a plain Uint8Array of this realm. Not to a Buffer, whose `slice` does not copy. */
export function toUint8Array(view: ArrayBufferView): Uint8Array {
  if (Object.getPrototypeOf(view) === Uint8Array.prototype) return view as Uint8Array; // checked by its prototype
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Throws unless a value is bytes; returns them as a Uint8Array. */
export function checkBytes(name: string, value: unknown): Uint8Array {
  const bytes = toBytes(value);
  if (bytes !== undefined) return bytes;
  throw new TypeError(
    `${name} must be bytes (a Uint8Array or another view, or an ArrayBuffer), got ${shown(value)}`,
  );
}

function isBuffer(value: unknown): value is ArrayBuffer | SharedArrayBuffer {
  if (typeof value !== "object" || value === null) return false;
  return /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value));
}
