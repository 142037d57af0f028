import type { Address, Geometry, KernelModule } from "./kernelExports.ts";

/** A kernel that threads compute part by part. */
export interface Job {
  readonly kernel: keyof KernelModule;
  /** The arguments of each part. Parts write different numbers. */
  readonly parts: readonly (readonly number[])[];
  /** The argument that is the address of the scratch memory, and its bytes; default none. */
  readonly scratch?: { readonly argument: number; readonly bytes: number };
  /** The sizes of the convolution that the kernel computes. */
  readonly geometry?: Geometry;
}

/** A matrix b[k, n] of a product: element (p, j) lies at `at + p * step + j * across`. */
export interface Matrix {
  readonly at: Address;
  readonly step: number;
  readonly across: number;
  readonly n: number;
  readonly k: number;
  /** The part of the depth k that one pass of the product takes. */
  readonly block: number;
}
