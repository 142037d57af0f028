import { expect } from "vitest";

/**
 * Two typed arrays of one class with the same bytes are equal.
 *
 * Vitest compares element by element, which takes seconds for a picture. It still does so if bytes differ: it shows
 * which, and numbers may be equal although their bytes are not.
 */
function equalBytes(a: unknown, b: unknown): true | undefined {
  if (!isTypedArray(a) || !isTypedArray(b) || a.constructor !== b.constructor) return undefined;
  return viewBytes(a).equals(viewBytes(b)) ? true : undefined;
}

function isTypedArray(value: unknown): value is NodeJS.TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function viewBytes({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength); // shared memory works as well
}

const ADDED = Symbol.for("tensorloom.equalBytes");
const shared = globalThis as { [ADDED]?: true };
// files share a process, in which this one runs before each of them
if (shared[ADDED] === undefined) expect.addEqualityTesters([equalBytes]);
shared[ADDED] = true;
