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
  const to = aligned(data.length);
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
      ...[y, end, to],
    );
    output.set(memory.subarray(to, to + (end - y) * stride), y * stride);
  }
  return true;
}
