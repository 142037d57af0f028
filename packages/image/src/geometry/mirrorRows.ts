import { mirrorModule } from "./mirrorModule.ts";

/** Bytes per block of rows, small enough for the processor's L2 cache. */
const BLOCK = 2 ** 15;
/**
 * The distance in bytes from the rows to the mirrored rows.
 *
 * A step writes one byte before its first row, and a cache line has 64 bytes. With a gap of 1 instead, an image takes
 * three times as long: processors copy slowly if source and destination differ little in their lowest address bits.
 */
const GAP = 64;
const PAGE = 2 ** 16;
/** The shortest row that the module mirrors: five pixels. */
const LEAST_STRIDE = 15;

/** The instantiated module and its memory. */
interface Mirror {
  readonly rows: Uint8Array;
  readonly mirrored: Uint8Array;
  readonly run: (stride: number, bytes: number, out: number) => void;
}

let made: Mirror | undefined;
let refused = false;

/**
 * Returns the module, with memory for a row of `stride` bytes.
 *
 * @returns undefined if the engine has no SIMD, or a page's policy forbids WebAssembly.
 */
function mirror(stride: number): Mirror | undefined {
  if (refused || (made !== undefined && made.rows.length >= stride)) return made;
  try {
    const half = PAGE * Math.ceil(stride / PAGE);
    const module = new WebAssembly.Module(mirrorModule((2 * half) / PAGE + 1));
    const { exports } = new WebAssembly.Instance(module);
    const { memory, mirror: run } = exports as { memory: WebAssembly.Memory; mirror: Mirror["run"] }; // the exports of `mirrorModule`
    const [rows, mirrored] = [0, half + GAP].map((from) => new Uint8Array(memory.buffer, from, half));
    made = { rows, mirrored, run };
  } catch {
    refused = true;
  }
  return made;
}

/**
 * Mirrors rows of RGB bytes in WebAssembly, if it is available.
 *
 * Blocks of rows are copied to the module's memory and back, so `output` may be `data` itself. An image of 1024x1024
 * takes 0.25 ms; a loop over bytes takes 4.4 ms, one over words of four bytes 1.2 ms.
 *
 * @param stride - Bytes per row.
 * @returns Whether the rows were mirrored.
 */
export function mirrorRows(data: Uint8Array, stride: number, output: Uint8Array): boolean {
  const found = stride < LEAST_STRIDE ? undefined : mirror(stride);
  if (found === undefined) return false;
  const { rows, mirrored, run } = found;
  const block = stride * Math.max(1, Math.floor(BLOCK / stride));
  const out = mirrored.subarray(0, block);
  for (let at = 0; at < data.length; at += block) {
    const part = data.subarray(at, at + block);
    rows.set(part);
    run(stride, part.length, mirrored.byteOffset);
    output.set(part.length === block ? out : out.subarray(0, part.length), at);
  }
  return true;
}
