import type { PngPass } from "./passes.ts";

/**
 * Removes the lower byte of every 16-bit sample, in place and before the filters are undone.
 *
 * A filter computes each byte from bytes of the same kind (W3C PNG, 9.2), so the upper bytes do not need the lower ones.
 *
 * @returns The pass with rows of half the length, the first of which begins at the same offset.
 */
export function keepUpperBytes(raw: Uint8Array, pass: PngPass): PngPass {
  const rowBytes = pass.rowBytes / 2;
  for (let y = 0, from = 0, to = 0; y < pass.height; y++) {
    raw[to++] = raw[from++];
    for (const end = to + rowBytes; to < end; from += 2) raw[to++] = raw[from];
  }
  return { ...pass, rowBytes };
}
