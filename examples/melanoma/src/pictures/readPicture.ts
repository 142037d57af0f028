import { readFile } from "node:fs/promises";
import { setOrigin } from "@tensorloom/core";

/** Reads a picture's file. */
export async function readPicture<L extends object>(
  path: string,
  label: L,
): Promise<L & { readonly bytes: Uint8Array }> {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  return setOrigin({ ...label, bytes: new Uint8Array(buffer, byteOffset, byteLength) }, path);
}
