import { runInNewContext } from "node:vm";
import { describe, expect, expectTypeOf, it } from "vitest";
import { BatchPool, type NDArray, range, stack } from "../index.ts";

describe("stack", () => {
  it("stacks numbers, images, rows and strings, field by field", () => {
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

  it("puts strings, dates and other instances of classes into arrays, including null and undefined", () => {
    class Box {
      readonly x = 1;
    }
    const [early, late, box] = [new Date(0), new Date(1), new Box()];
    expect(stack([{ at: early }, { at: late }])).toEqual({ at: [early, late] });
    expect(stack([box, new Map()])).toEqual([box, new Map()]);
    expect(stack([null, "a", undefined])).toEqual([null, "a", undefined]);
    expect(stack([null, null])).toEqual([null, null]);
  });

  it("stacks fields in any order, of objects of other realms and without a prototype", () => {
    const [foreign, bare] = [runInNewContext("({ b: 2, a: 1 })"), Object.create(null)] as { a: number }[];
    Object.assign(bare, { a: 3, b: 4 });
    expect(stack([{ a: 5, b: 6 }, foreign, bare])).toEqual({
      a: { data: Float32Array.of(5, 1, 3), shape: [3] },
      b: { data: Float32Array.of(6, 2, 4), shape: [3] },
    });
    expect(stack([bare, foreign]).a.data).toEqual(Float32Array.of(3, 1));
  });

  it("stacks Node's Buffers as Uint8Array, also mixed with Uint8Array", async () => {
    const warned: Error[] = [];
    const warn = (warning: Error): number => warned.push(warning);
    process.on("warning", warn);
    const rows = [Buffer.of(1, 2), Uint8Array.of(3, 4)];
    for (const { data, shape } of [stack(rows), new BatchPool(2).stack(rows)]) {
      expect([data.constructor === Uint8Array, shape]).toEqual([true, [2, 2]]);
      expect(data).toEqual(Uint8Array.of(1, 2, 3, 4));
    }
    await new Promise(setImmediate); // warnings are reported then
    process.off("warning", warn);
    expect(warned).toEqual([]);
  });

  it("stacks bigints and arrays of bigints exactly", () => {
    const ids = [-(2n ** 63n), 2n ** 63n - 1n].map((id, i) => ({
      id,
      pair: BigInt64Array.of(id, BigInt(i)),
      grid: { data: BigUint64Array.of(1n), shape: [1, 1] },
    }));
    const stacked = stack(ids);
    expectTypeOf(stacked).toEqualTypeOf<{
      id: NDArray<BigInt64Array>;
      pair: NDArray<BigInt64Array<ArrayBuffer>>;
      grid: NDArray<BigUint64Array<ArrayBuffer>>;
    }>();
    expect(stacked).toEqual({
      id: { data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n), shape: [2] },
      pair: { data: BigInt64Array.of(-(2n ** 63n), 0n, 2n ** 63n - 1n, 1n), shape: [2, 2] },
      grid: { data: BigUint64Array.of(1n, 1n), shape: [2, 1, 1] },
    });
    expect(new BatchPool(2).stack(ids)).toEqual(stacked);
    const foreign = runInNewContext("BigInt64Array.of(7n)") as BigInt64Array;
    expect(stack([foreign, BigInt64Array.of(8n)]).shape).toEqual([2, 1]);
  });

  it.each<[string, readonly unknown[]]>([
    ["stack: element.id of element 1 must be a bigint, as in element 0, got 5", [{ id: 1n }, { id: 5 }]],
    [
      "stack: element.id of element 1 must be from -(2^63) to 2^63 - 1, got 9223372036854775808",
      [{ id: 1n }, { id: 2n ** 63n }],
    ],
    ["stack: expected at least one element, got none", []],
    ['stack: element.x of element 1 must be a number, as in element 0, got "b"', [{ x: 1 }, { x: "b" }]],
    [
      "stack: element of element 1 must be an object with x, as in element 0, got one without fields",
      [{ x: 1 }, {}],
    ],
    [
      "stack: element of element 1 must be an object with a, as in element 0, got one with a, b",
      [{ a: 1 }, { a: 2, b: 3 }],
    ],
    [
      "stack: element of element 2 must be an object with n, as in element 0, got one with m",
      [{ n: "a" }, { n: "b" }, { m: "c" }],
    ],
    ["stack: element of element 1 must be an object with a, as in element 0, got null", [{ a: 1 }, null]],
    ['stack: element of element 1 must be an object with a, as in element 0, got "b"', [{ a: 1 }, "b"]],
    [
      "stack: element.a of element 1 must be an object with b, as in element 0, got an object (Date)",
      [{ a: { b: 1 } }, { a: new Date(0) }],
    ],
    ["stack: element of element 1 must be a string, as in element 0, got 5", ["a", 5]],
    ["stack: element of element 1 must be null, as in element 0, got 5", [null, 5]],
    [
      "stack: element of element 2 must be undefined, as in element 0, got an array of 1",
      [undefined, null, [1]],
    ],
    ["stack: element of element 2 must be a string, as in element 1, got true", [null, "a", true]],
    ["stack: element of element 1 must be a boolean, as in element 0, got 3", [true, 3]],
    [
      "stack: element.at of element 1 must be an instance of a class, as in element 0, got an object (Object)",
      [{ at: new Date(0) }, { at: {} }],
    ],
    [
      "stack: element of element 1 must be Uint8Array [2], as in element 0, got Uint8Array [3] with 3 numbers",
      [new Uint8Array(2), new Uint8Array(3)],
    ],
    [
      "stack: element of element 1 must be numbers with a shape, as in element 0, got 3",
      [new Uint8Array(2), 3],
    ],
    ["stack: element of element 1 must be an array of 2, as in element 0, got an array of 1", [[1, 2], [1]]],
  ])("%s", (sentence, elements) => {
    expect(() => stack(elements)).toThrow(sentence);
  });
});
