import { shown } from "@tensorloom/core/internal";

/**
 * What counts as bytes: a view of memory or memory itself, of any realm.
 *
 * @inline
 */
export type BytesLike = ArrayBufferView | ArrayBuffer | SharedArrayBuffer;

/**
 * The bytes of a view or a buffer; `undefined` for anything else.
 *
 * `instanceof` does not do: a value made in another realm (an iframe, `vm`, jsdom) has other classes.
 */
export function toBytes(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return toUint8Array(value);
  return isBuffer(value) ? new Uint8Array(value) : undefined;
}

/** A view's bytes as a Uint8Array of this realm: not Node's Buffer either, whose `slice` does not copy. */
export function toUint8Array(view: ArrayBufferView): Uint8Array {
  if (Object.getPrototypeOf(view) === Uint8Array.prototype) return view as Uint8Array; // its prototype says so
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Checks that a value is bytes and returns them. */
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
