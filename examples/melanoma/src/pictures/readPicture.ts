import { setOrigin } from "@tensorloom/core";
import { readPlace } from "@tensorloom/core/internal/node";

/** Reads a picture's file. */
export async function readPicture<L extends object>(
  path: string,
  label: L,
): Promise<L & { readonly bytes: Uint8Array }> {
  return setOrigin({ ...label, bytes: await readPlace(path) }, path);
}
