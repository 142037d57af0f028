import { describe, expect, it } from "vitest";
import { guardMemory, OutOfMemoryError } from "./outOfMemory.ts";

/** An allocator that returns the addresses of a list, on a heap of a page. */
function allocator(...addresses: readonly number[]): Parameters<typeof guardMemory>[0] {
  const left = [0, ...addresses]; // the guard asks once by itself
  return {
    asm: { memory: new WebAssembly.Memory({ initial: 1 }) },
    _malloc: () => left.shift() ?? 0,
    _free: () => undefined,
  };
}

describe("a guarded allocator", () => {
  it("passes on what lies inside the heap, to its last byte", () => {
    const wasm = allocator(16, 65_000);
    guardMemory(wasm);
    expect([wasm._malloc(100), wasm._malloc(536)]).toEqual([16, 65_000]);
  });

  it.each([
    ["no block", 0, 100],
    ["a block that ends past the heap", 65_000, 537],
    ["a block past two gigabytes, returned as a negative number", -65_536, 100],
  ])("throws for %s", (_name, address, bytes) => {
    const wasm = allocator(address);
    guardMemory(wasm);
    expect(() => wasm._malloc(bytes)).toThrow(OutOfMemoryError);
  });

  it("reports the requested bytes, the size of the heap, and what to lower", () => {
    const wasm = allocator(0);
    guardMemory(wasm);
    expect(() => wasm._malloc(5 * 2 ** 20)).toThrow(
      /^wasm: out of memory: 5 MB more do not fit into the heap of 1 MB .* lower the batch size or the image size/,
    );
  });

  it("is guarded once", () => {
    const wasm = allocator(16, 32);
    guardMemory(wasm);
    const once: unknown = Reflect.get(wasm, "_malloc");
    guardMemory(wasm);
    expect(Reflect.get(wasm, "_malloc")).toBe(once);
  });
});
