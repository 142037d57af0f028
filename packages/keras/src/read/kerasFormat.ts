/**
 * Determines from its first bytes whether a file is a Keras file.
 *
 * @returns `"h5"` for HDF5, `"keras"` for a zip archive, or undefined for anything else.
 * @example
 * ```ts
 * import { kerasFormat } from "@tensorloom/keras/internal";
 *
 * kerasFormat(Uint8Array.of(0x50, 0x4b, 3, 4)); // => "keras"
 * ```
 */
export function kerasFormat(bytes: Uint8Array): "h5" | "keras" | undefined {
  if (startsWith(bytes, [0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10])) return "h5";
  return startsWith(bytes, [0x50, 0x4b, 3, 4]) ? "keras" : undefined;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}
