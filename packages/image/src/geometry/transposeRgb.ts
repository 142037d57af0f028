import type { Pixels } from "../image/image.ts";
import { fillArena } from "../wasm/arena.ts";

/** Which order of the result is reversed. */
interface Mirroring {
  readonly rows?: boolean;
  readonly columns?: boolean;
}

/** Writes rows of RGB bytes as columns in WebAssembly, perhaps mirrored. Returns whether it could. */
export function transposeRgb(
  data: Pixels,
  height: number,
  width: number,
  output: Pixels,
  { rows = false, columns = false }: Mirroring = {},
): boolean {
  if (!(data instanceof Uint8Array) || data.length !== 3 * height * width) return false;
  const arena = fillArena([data, data.length]);
  if (arena === undefined) return false;
  const { kernels, memory, places } = arena;
  const [from, to] = places;
  kernels.transposeRgb(from, height, width, Number(rows), Number(columns), to);
  output.set(memory.subarray(to, to + data.length));
  return true;
}
