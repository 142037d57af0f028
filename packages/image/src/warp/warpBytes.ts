import type { Image, Pixels } from "../image/image.ts";
import { acquireKernels } from "../wasm/kernels.ts";
import { aligned } from "../wasm/layout.ts";
import type { AffineMatrix } from "./affineMatrix.ts";
import { numberOfRule, type OutsideFill } from "./border.ts";

/** The checked options of a warp. */
export interface WarpRule {
  readonly method: "nearest" | "bilinear";
  readonly outside: OutsideFill;
}

/** Bytes of the result per block of rows, about: they stay in the processor's L2 cache. */
const BLOCK = 2 ** 17;
/** Space for the places of a run of pixels, and for what is written beyond the last row. */
const RUN_BYTES = 512;

/** Warps bytes by a matrix in WebAssembly, with the results of `warp.ts`. Returns whether it could. */
export function warpBytes(
  { data, height, width, channels }: Image,
  matrix: AffineMatrix,
  { method, outside }: WarpRule,
  output: Pixels,
): boolean {
  if (!(data instanceof Uint8Array)) return false;
  const stride = width * channels;
  const rows = Math.max(Math.floor(BLOCK / stride), 1);
  if (!areModerate(matrix, height, width)) return false;
  const space = aligned(data.length);
  const to = space + RUN_BYTES;
  const kernels = acquireKernels(to + aligned(rows * stride));
  if (kernels === undefined) return false;
  const memory = new Uint8Array(kernels.memory.buffer);
  memory.set(data);
  const isNearest = method === "nearest" ? 1 : 0;
  const beyond = typeof outside === "number" ? outside : 0;
  for (let y = 0; y < height; y += rows) {
    const end = Math.min(y + rows, height);
    kernels.warp(
      ...[0, height, width, channels, ...matrix, isNearest, numberOfRule(outside), beyond],
      ...[y, end, space, to],
    );
    output.set(memory.subarray(to, to + (end - y) * stride), y * stride);
  }
  return true;
}

/** Places up to here have exact remainders. */
const MOST = 2 ** 31;

/** Whether no place is very far away or not a number: those of the corners are not. */
const areModerate = ([a, b, c, d, e, f]: AffineMatrix, height: number, width: number): boolean =>
  [0, height - 1].every((y) =>
    [0, width - 1].every((x) => Math.abs(a * x + b * y + c) < MOST && Math.abs(d * x + e * y + f) < MOST),
  );
