import { describe, expect, expectTypeOf, it } from "vitest";
import { BatchPool, type NDArray, range, stack } from "./index.ts";

describe("stack", () => {
  it("puts numbers, images, rows and words together, field by field", () => {
    const image = (level: number): { data: Uint8Array; height: number; width: number; channels: number } => ({
      data: new Uint8Array(6).fill(level),
      height: 1,
      width: 2,
      channels: 3,
    });
    const stacked = stack([
      { image: image(1), label: 0, name: "a", pair: [1, new Float32Array([1, 2])] as const },
      { image: image(2), label: 1, name: "b", pair: [2, new Float32Array([3, 4])] as const },
    ]);
    expectTypeOf(stacked).toEqualTypeOf<{
      image: NDArray<Uint8Array>;
      label: NDArray<Float32Array>;
      name: string[];
      pair: [NDArray<Float32Array>, NDArray<Float32Array<ArrayBuffer>>];
    }>();
    expect(stacked).toEqual({
      image: { data: Uint8Array.of(1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2), shape: [2, 1, 2, 3] },
      label: { data: Float32Array.of(0, 1), shape: [2] },
      name: ["a", "b"],
      pair: [
        { data: Float32Array.of(1, 2), shape: [2] },
        { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] },
      ],
    });
  });

  it("stacks arrays with a shape, in their element type", () => {
    const row = { data: Int32Array.of(1, 2, 3, 4), shape: [2, 2] };
    expect(stack([row, row, row]).shape).toEqual([3, 2, 2]);
    expect(stack([row]).data).toBeInstanceOf(Int32Array);
  });

  it("collates batches", async () => {
    const batches = range(3).batch(2, { collate: stack });
    expectTypeOf(batches.toArray()).resolves.toEqualTypeOf<NDArray<Float32Array>[]>();
    expect(await batches.toArray()).toEqual([
      { data: Float32Array.of(0, 1), shape: [2] },
      { data: Float32Array.of(2), shape: [1] },
    ]);
  });

  it("makes plain bytes of Node's Buffers, also beside plain bytes", async () => {
    const warned: Error[] = [];
    const warn = (warning: Error): number => warned.push(warning);
    process.on("warning", warn);
    const rows = [Buffer.of(1, 2), Uint8Array.of(3, 4)];
    for (const { data, shape } of [stack(rows), new BatchPool(2).stack(rows)]) {
      expect([data.constructor === Uint8Array, shape]).toEqual([true, [2, 2]]);
      expect(data).toEqual(Uint8Array.of(1, 2, 3, 4));
    }
    await new Promise(setImmediate); // warnings are told then
    process.off("warning", warn);
    expect(warned).toEqual([]);
  });

  it.each<[string, readonly unknown[]]>([
    ["stack: expected at least one element, got none", []],
    ['stack: element.x of element 1 must be a number, as in element 0, got "b"', [{ x: 1 }, { x: "b" }]],
    ["stack: element.x of element 1 must be a number, as in element 0, got undefined", [{ x: 1 }, {}]],
    [
      "stack: element of element 1 must be Uint8Array [2], as in element 0, got Uint8Array [3] with 3 numbers",
      [new Uint8Array(2), new Uint8Array(3)],
    ],
    [
      "stack: element of element 1 must be numbers with a shape, as in element 0, got 3",
      [new Uint8Array(2), 3],
    ],
    ["stack: element is an object (Date): give batch a collate of your own", [new Date(0)]],
    ["stack: element of element 1 must be an array of 2, as in element 0, got an array of 1", [[1, 2], [1]]],
  ])("%s", (sentence, elements) => {
    expect(() => stack(elements)).toThrow(sentence);
  });
});
