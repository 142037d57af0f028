import { WASM_BYTES } from "@tensorloom/graph";
import { describe, expect, it } from "vitest";
import { resolveMemoryBudget } from "./memoryBudget.ts";

const GB = 2 ** 30;

describe("maxMemory", () => {
  it.each<[number | string, number]>([
    [12_345, 12_345],
    ["2 GB", 2 * GB],
    ["1.5GiB", 1.5 * GB],
    [" 300 mb ", 300 * 2 ** 20],
    ["8k", 8192],
    ["4096", 4096],
    ["100 B", 100],
  ])("%j is %i bytes", (option, bytes) => {
    expect(resolveMemoryBudget(option, 1, "cpu").bytes).toBe(bytes);
  });

  it.each(["two", "2 PB", "", "-1 GB", "0 GB", NaN, 0, Infinity])("refuses %j", (option) => {
    expect(() => resolveMemoryBudget(option, 1, "cpu")).toThrow(RangeError);
    expect(() => resolveMemoryBudget(option, 1, "cpu")).toThrow(/^fit: maxMemory must be a /);
  });

  it("refuses another type", () => {
    expect(() => resolveMemoryBudget({} as never, 1, "cpu")).toThrow(
      new TypeError(
        'fit: maxMemory must be a number of bytes, or a text such as "2 GB", got an object (Object)',
      ),
    );
  });

  it("is shared by replicas, each with at most 4 GB on wasm", () => {
    expect(resolveMemoryBudget("6 GB", 3, "wasm")).toMatchObject({ bytes: 2 * GB, source: "maxMemory" });
    expect(resolveMemoryBudget("12 GB", 2, "wasm")).toMatchObject({
      bytes: WASM_BYTES,
      source: "wasm's memory",
    });
    expect(resolveMemoryBudget("12 GB", 1, "tensorflow").bytes).toBe(12 * GB);
  });

  it("is by default what the backend and the machine allow", () => {
    const budget = (backend: string, machine: number | undefined, replicas = 1): unknown[] => {
      const { bytes, source } = resolveMemoryBudget(undefined, replicas, backend, machine);
      return [bytes, source];
    };
    expect(budget("wasm", 64 * GB)).toEqual([WASM_BYTES, "wasm's memory"]);
    expect(budget("wasm", 4 * GB)).toEqual([0.8 * 4 * GB, "the machine's memory"]);
    expect(budget("wasm", 10 * GB, 4)).toEqual([2 * GB, "the machine's memory"]);
    expect(budget("cpu", 10 * GB)).toEqual([8 * GB, "the machine's memory"]);
    expect(budget("webgpu", 10 * GB)[0]).toBeUndefined();
    expect(resolveMemoryBudget(undefined, 1, "cpu").bytes).toBeGreaterThan(0); // of this machine
  });
});
