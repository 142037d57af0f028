import { BINARIES } from "./binary.ts";

/** What the module of packages/image/assembly exports. Places are addresses in its memory. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  adjustHue(at: number, end: number, delta: number): void;
  adjustSaturation(at: number, end: number, factor: number): void;
  blurColumns(...parameters: readonly number[]): void;
  blurRows(...parameters: readonly number[]): void;
  blendGray(at: number, end: number, factor: number): void;
  countLevels(at: number, end: number, channels: number, counts: number): void;
  equalizeRow(...parameters: readonly number[]): void;
  gray(at: number, end: number, to: number): void;
  invertFrom(at: number, end: number, least: number): void;
  keepBits(at: number, end: number, mask: number): void;
  keepUpperBytes(at: number, height: number, rowBytes: number): void;
  lightnessOf(...parameters: readonly number[]): void;
  lookUp(at: number, end: number, tables: number, channels: number): void;
  lookUpFloats(at: number, end: number, tables: number, channels: number, to: number): void;
  medianRow(...parameters: readonly number[]): void;
  pairRow(...parameters: readonly number[]): void;
  recodeRow(...parameters: readonly number[]): void;
  remap(...parameters: readonly number[]): void;
  roundRow(from: number, count: number, to: number): void;
  setLightness(...parameters: readonly number[]): void;
  sharpenRow(...parameters: readonly number[]): void;
  shiftLevels(at: number, end: number, amount: number, step: number, extra: number): void;
  splitGray(from: number, count: number, to: number): void;
  splitRow(...parameters: readonly number[]): void;
  splitRows(...parameters: readonly number[]): void;
  spreadRow(near: number, other: number, width: number, sums: number, to: number): void;
  sumGray(at: number, end: number): number;
  sumColumns(...parameters: readonly number[]): void;
  sumRun(row: number, step: number, weights: number, terms: number, count: number, to: number): void;
  sumLevels(at: number, end: number, sums: number): void;
  sumPixels(...parameters: readonly number[]): void;
  sumRows(rows: number, weights: number, terms: number, count: number, to: number): void;
  sumSingles(rows: number, weights: number, terms: number, count: number, to: number): void;
  toFloats(at: number, end: number, to: number): void;
  toRgbRow(luma: number, cb: number, cr: number, width: number, to: number): void;
  toSingles(from: number, count: number, to: number): void;
  transposeRgb(...parameters: readonly number[]): void;
  unfilter(at: number, height: number, rowBytes: number, step: number, zeros: number): number;
  warp(...parameters: readonly number[]): void;
}

const PAGE = 2 ** 16;
/** Kernels read and write whole vectors: so many bytes beyond what they are asked for. */
const SLACK = 256;
/** The limit on memory that is kept for later images. */
const MAX_KEPT_BYTES = 2 ** 27;

let module: WebAssembly.Module | undefined;
let kept: Kernels | undefined;
let isRefused = false;
let isOff = false;

function instantiate(): Kernels {
  module ??= new WebAssembly.Module(Uint8Array.from(atob(BINARIES.plain), (char) => char.charCodeAt(0)));
  return new WebAssembly.Instance(module).exports as unknown as Kernels; // the sources export these
}

/**
 * Returns the kernels with memory of at least so many bytes from address 0 on.
 *
 * The memory is the same in every call, unless it is very large: use it within one synchronous function. Its contents
 * are left over from an earlier call.
 *
 * @returns undefined if the engine has no SIMD, a page's policy forbids WebAssembly, or there is not enough memory: then
 * JavaScript computes the same result.
 */
export function acquireKernels(bytes: number): Kernels | undefined {
  if (isRefused || isOff) return undefined;
  try {
    const isLarge = bytes > MAX_KEPT_BYTES;
    const kernels = isLarge ? instantiate() : (kept ??= instantiate());
    const missing = bytes + SLACK - kernels.memory.buffer.byteLength;
    if (missing > 0) kernels.memory.grow(Math.ceil(missing / PAGE));
    return kernels;
  } catch {
    isRefused = module === undefined; // otherwise there is too little memory for this image
    return undefined;
  }
}

/** Runs a function without the kernels: for the tests that compare both ways. */
export function withoutKernels<T>(run: () => T): T {
  isOff = true;
  try {
    return run();
  } finally {
    isOff = false;
  }
}
