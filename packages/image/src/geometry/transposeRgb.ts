import type { Pixels } from "../image/image.ts";
import { fillArena } from "../wasm/arena.ts";

/** Bytes of the result per block of rows, about: they stay in the processor's L2 cache. */
const BLOCK = 2 ** 17;
/** Rows that the kernel writes together. */
const TILE = 32;

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
  const stride = 3 * height;
  const most = Math.max(Math.floor(BLOCK / stride / TILE), 1) * TILE;
  const arena = fillArena([data, most * stride]);
  if (arena === undefined) return false;
  const { kernels, memory, places } = arena;
  const [from, to] = places;
  for (let y = 0; y < width; y += most) {
    const end = Math.min(y + most, width);
    kernels.transposeRgb(from, height, width, Number(rows), Number(columns), y, end, to);
    output.set(memory.subarray(to, to + (end - y) * stride), y * stride);
  }
  return true;
}
