import { simdBinary } from "./simdBinary.ts";
import type { WasmEngine } from "./wasmEngine.ts";

/** An address in the shared memory, in bytes. */
export type Address = number;

/** The exports of the compiled kernels (packages/backend/assembly/index.ts). Sizes are elements, steps bytes, flags 0 or 1. */
export interface KernelModule {
  product(
    a: Address,
    aRow: number,
    aStep: number,
    b: Address,
    bStep: number,
    bAcross: number,
    c: Address,
    m: number,
    n: number,
    k: number,
    add: number,
    block: number,
    packA: number,
    packB: number,
    scratch: Address,
    bias: Address,
    activation: number,
  ): void;
  geometry(
    batch: number,
    height: number,
    width: number,
    channels: number,
    outHeight: number,
    outWidth: number,
    filterHeight: number,
    filterWidth: number,
    strideY: number,
    strideX: number,
    dilationY: number,
    dilationX: number,
    top: number,
    left: number,
  ): void;
  finishRows(rows: Address, step: number, count: number, n: number, bias: Address, activation: number): void;
  gatherColumns(image: Address, columns: Address): void;
  scatterColumns(columns: Address, image: Address): void;
  depthwise(
    x: Address,
    filter: Address,
    y: Address,
    bias: Address,
    activation: number,
    scratch: Address,
  ): void;
  depthwiseInputGradient(dy: Address, filter: Address, dx: Address, scratch: Address): void;
  depthwiseFilterGradient(x: Address, dy: Address, df: Address): void;
  depthwiseBlocksScratch(): number;
  depthwiseBlocks(
    x: Address,
    filter: Address,
    y: Address,
    bias: Address,
    activation: number,
    scratch: Address,
  ): void;
  depthwiseBlocksInputGradient(dy: Address, filter: Address, dx: Address, scratch: Address): void;
  depthwiseBlocksFilterGradient(x: Address, dy: Address, df: Address, scratch: Address): void;
  repeatEach(from: Address, count: number, times: number, to: Address): void;
  moments(
    x: Address,
    rows: number,
    channels: number,
    mean: Address,
    variance: Address,
    scratch: Address,
  ): void;
  normalize(
    x: Address,
    scale: Address,
    shift: Address,
    y: Address,
    rows: number,
    channels: number,
    activation: number,
  ): void;
  normalizationSums(
    x: Address,
    dy: Address,
    scale: Address,
    shift: Address,
    mean: Address,
    dz: Address,
    sums: Address,
    rows: number,
    channels: number,
    activation: number,
  ): void;
  normalizationGradient(
    x: Address,
    dz: Address,
    scale: Address,
    slope: Address,
    offset: Address,
    dx: Address,
    rows: number,
    channels: number,
  ): void;
  imageMeans(x: Address, means: Address, images: number, pixels: number, channels: number): void;
  imageDots(x: Address, y: Address, dots: Address, images: number, pixels: number, channels: number): void;
  imageScale(
    x: Address,
    scale: Address,
    shift: Address,
    y: Address,
    images: number,
    pixels: number,
    channels: number,
  ): void;
  updateVariables(rule: number, table: Address, variables: number, constants: Address): void;
  sumEach(from: Address, count: number, times: number, to: Address): void;
  allFinite(from: Address, count: number): number;
  bounded(x: Address, y: Address, count: number, low: number, high: number): void;
}

const instances = new WeakMap<WebAssembly.Memory, KernelModule>();

/** The kernels on this engine's memory, compiled once; with fused multiply-add if the engine has relaxed SIMD. */
export function kernelModule({ wasm }: WasmEngine): KernelModule {
  const { memory } = wasm.asm;
  const known = instances.get(memory);
  if (known !== undefined) return known;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(simdBinary().bytes), { env: { memory } });
  // The binary is built from the sources whose signatures the interface repeats; a test compares the names.
  const made = instance.exports as unknown as KernelModule;
  instances.set(memory, made);
  return made;
}
