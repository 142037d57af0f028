import { shown } from "@tensorloom/core/internal";

/**
 * Returns the bytes of a file as a `Uint8Array`.
 *
 * A clamped array, a `DataView` and an array of another realm are accepted, too.
 *
 * @param name - The function, for messages: `"decodePng"`.
 * @throws TypeError for any other value; the message says what to write instead.
 */
export function checkBytes(name: string, bytes: ArrayBufferView): Uint8Array {
  const value: unknown = bytes;
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  throw new TypeError(`${name}: bytes must be a Uint8Array, got ${shown(value)}${suggestFix(value, tag)}`);
}

/** Suggests a fix for a wrong argument. */
function suggestFix(value: unknown, tag: string): string {
  if (typeof value === "string" || tag === "URL")
    return "; read the file first: await readFile(path), or await (await fetch(url)).bytes()";
  if (tag === "ArrayBuffer" || tag === "SharedArrayBuffer") return "; write new Uint8Array(buffer)";
  if (tag === "Promise") return "; await it first";
  if (tag === "Blob" || tag === "File" || tag === "Response")
    return `; write new Uint8Array(await ${tag.toLowerCase()}.arrayBuffer())`;
  return Array.isArray(value) ? "; write Uint8Array.from(array)" : "";
}
