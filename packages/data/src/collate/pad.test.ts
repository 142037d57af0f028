import { describe, expect, expectTypeOf, it } from "vitest";
import {
  bucketByLength,
  type Dataset,
  fromArray,
  type NDArray,
  pad,
  type Padded,
  paddedBatch,
  range,
} from "../index.ts";

/** Passes any value, like a call from JavaScript. */
const any = (value: unknown): never => value as never;

describe("pad", () => {
  it("pads lists of numbers, strings and booleans", () => {
    expect(pad([[1], [2, 3]])).toEqual([
      [1, 0],
      [2, 3],
    ]);
    expect(pad([["a"], []], { length: 2, value: "-" })).toEqual([
      ["a", "-"],
      ["-", "-"],
    ]);
    expect(pad([[true], [false, true]])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(pad([["a"], ["b", "c"]])).toEqual([
      ["a", ""],
      ["b", "c"],
    ]); // like tf.data
    expect(pad([])).toEqual([]);
  });

  it("pads lists and arrays of bigints", () => {
    const rows = [
      { id: 1n, list: [1n], ids: BigInt64Array.of(1n) },
      { id: 2n, list: [2n, 3n], ids: BigInt64Array.of(2n, 3n) },
    ];
    const padded = pad(rows, { value: { list: -1n, ids: -1 } });
    expectTypeOf(padded).toEqualTypeOf<{
      id: bigint[];
      list: bigint[][];
      ids: NDArray<BigInt64Array<ArrayBuffer>>;
    }>();
    expect(padded).toEqual({
      id: [1n, 2n],
      list: [
        [1n, -1n],
        [2n, 3n],
      ],
      ids: { data: BigInt64Array.of(1n, -1n, 2n, 3n), shape: [2, 2] },
    });
    expect(pad([[1n], []])).toEqual([[1n], [0n]]);
    expect(() => pad([BigInt64Array.of(1n)], { value: 1.5 })).toThrow("pad: value must be an integer");
  });

  it("pads objects field by field, as tf.data does", () => {
    const elements = [
      { x: [1, 2], s: "ab", n: 3, w: ["a"], data: Uint8Array.of(1) },
      { x: [1], s: "c", n: 4, w: ["b", "c"], data: Uint8Array.of(2, 3) },
    ];
    const padded = pad(elements, { length: { x: 4 }, value: { x: -1, w: "-" } });
    expectTypeOf(padded).toEqualTypeOf<{
      x: number[][];
      s: string[];
      n: number[];
      w: string[][];
      data: NDArray<Uint8Array<ArrayBuffer>>;
    }>();
    expect(padded).toEqual({
      x: [
        [1, 2, -1, -1],
        [1, -1, -1, -1],
      ],
      s: ["ab", "c"],
      n: [3, 4],
      w: [
        ["a", "-"],
        ["b", "c"],
      ],
      data: { data: Uint8Array.of(1, 0, 2, 3), shape: [2, 2] },
    });
  });

  it("applies one length to all lists, and one value to the lists of its type", () => {
    const elements = [
      { x: [1], w: ["a"], inner: { y: Float32Array.of(2) } },
      { x: [], w: [], inner: { y: new Float32Array(0) } },
    ];
    expect(pad(elements, { length: 2, value: -1 })).toEqual({
      x: [
        [1, -1],
        [-1, -1],
      ],
      w: [
        ["a", ""],
        ["", ""],
      ],
      inner: { y: { data: Float32Array.of(2, -1, -1, -1), shape: [2, 2] } },
    });
  });

  it("pads each position of a tuple, and each axis of nested lists to its own length", () => {
    const pairs: [number[][], number][] = [
      [
        [
          [1, 2],
          [3, 4],
        ],
        1,
      ],
      [[[5]], 2],
    ];
    const padded = pad(pairs, { length: [[3, 4]] });
    expectTypeOf(padded).toEqualTypeOf<[number[][][], number[]]>();
    const gap = [0, 0, 0, 0];
    expect(padded).toEqual([
      [
        [[1, 2, 0, 0], [3, 4, 0, 0], gap],
        [[5, 0, 0, 0], gap, gap],
      ],
      [1, 2],
    ]); // like tf.data
    const unlike: [number[], string[], string][] = [[[], ["a"], "b"]];
    expect(pad(unlike, { length: 1, value: [7, "c"] })).toEqual([[[7]], [["a"]], ["b"]]);
    expect(pad([[[1], [2, 3]]], { length: [undefined, 3], value: 7 })).toEqual([
      [
        [1, 7, 7],
        [2, 3, 7],
      ],
    ]);
  });

  it("puts any other values into arrays, including null", () => {
    const when = new Date(0);
    expect(
      pad([
        { when, id: null },
        { when, id: "a" },
      ]),
    ).toEqual({ when: [when, when], id: [null, "a"] });
    expect(pad([1, 2])).toEqual([1, 2]);
  });

  it.each<[string, () => unknown]>([
    [
      "pad: element 1.x must be an array as element 0.x is, got null",
      () => pad<unknown>([{ x: [1] }, { x: null }]),
    ],
    [
      "pad: element 1.x must be an array as element 0.x is, got a string",
      () => pad<unknown>([{ x: [1] }, { x: "b" }]),
    ],
    [
      "pad: element 1 must be an object with x as element 0 is, got one with x, y",
      () => pad<unknown>([{ x: 1 }, { x: 1, y: 2 }]),
    ],
    [
      "pad: the length of element 1[0] must be an integer from 0 to 1, got 2",
      () => pad([[[1], "a"] as const, [[1, 2], "b"] as const], { length: any([1]) }),
    ],
    [
      "pad: the length of element 1, a tuple, must be an integer from 2 to 2, got 3",
      () =>
        pad<unknown>([
          [[1], "a"],
          [[1], "b", 3],
        ]),
    ],
    [
      "pad: the longest of the lists 1 lists deep must be an integer from 0 to 1, got 2",
      () => pad([[[1, 2]]], { length: [1, 1] }),
    ],
    [
      `pad: value.x must be a number, like the lists' elements, got "a"`,
      () => pad([{ x: [1] }], { value: { x: any("a") } }),
    ],
    ["pad: length names z, but element 0 is one with x", () => pad([{ x: [1] }], { length: any({ z: 1 }) })],
    [
      "pad: length must be an integer of at least 0, got 1.5",
      () => pad([{ x: [1] }], { length: { x: 1.5 } }),
    ],
    ["pad: numbers and lists are mixed, 1 lists deep", () => pad([{ x: [1] }, { x: [[2, 3]] }])],
    [
      "pad: element 1.x must be a Uint8Array as element 0.x is, got a Float32Array",
      () => pad<unknown>([{ x: new Uint8Array(1) }, { x: new Float32Array(1) }]),
    ],
  ])("%s", (sentence, call) => {
    expect(call).toThrow(sentence);
  });

  it("throws for more lengths than axes, unless the lists are empty", () => {
    expect(() => pad([[1], [1, 2]], { length: [2, 3] as unknown as number })).toThrow(
      "pad: the number of axes that length has must be an integer from 0 to 1, got 2",
    );
    expect(() => pad([[[1]], [[1, 2], [3]]], { length: [2, 2, 2] })).toThrow("from 0 to 2, got 3");
    expect(pad<number[][]>([[], []], { length: [1, 2] })).toEqual([[[0, 0]], [[0, 0]]]);
  });

  it("pads empty lists with zeros if the value has another type", () => {
    const rows = [
      { ids: [] as number[], tags: ["a"] },
      { ids: [], tags: ["b", "c"] },
    ];
    expect(pad(rows, { value: "p", length: 2 })).toEqual({
      ids: [
        [0, 0],
        [0, 0],
      ],
      tags: [
        ["a", "p"],
        ["b", "c"],
      ],
    });
    expect(pad<string[]>([[], []], { value: "p", length: 1 })).toEqual([["p"], ["p"]]);
  });

  it("accepts -Infinity as the value", () => {
    expect(pad([[1], [2, 3]], { value: -Infinity })).toEqual([
      [1, -Infinity],
      [2, 3],
    ]);
  });

  it("infers the types of lists, tuples and objects", () => {
    expectTypeOf<Padded<number[]>>().toEqualTypeOf<number[][]>();
    expectTypeOf<Padded<string | null>>().toEqualTypeOf<(string | null)[]>();
    expectTypeOf<Padded<[number[], string]>>().toEqualTypeOf<[number[][], string[]]>();
    expectTypeOf<Padded<{ readonly a: "x" } | { readonly a: "y" }>>().toEqualTypeOf<{ a: ("x" | "y")[] }>();
    // @ts-expect-error -- there is no such field
    expect(() => pad([{ x: [1] }], { length: { y: 2 } })).toThrow();
    // @ts-expect-error -- lists of numbers are not padded with strings
    expect(() => pad([[1]], { value: "a" })).toThrow();
  });
});

describe("paddedBatch", () => {
  const rows = range(3).map((x) => ({ ids: new Array<number>(x).fill(x), name: String(x) }));

  it("pads objects field by field", async () => {
    const batches = rows.apply(paddedBatch(2, { length: { ids: 2 }, value: { ids: -1 } }));
    expectTypeOf(batches).toEqualTypeOf<Dataset<{ ids: number[][]; name: string[] }>>();
    expect(await batches.toArray()).toEqual([
      {
        ids: [
          [-1, -1],
          [1, -1],
        ],
        name: ["0", "1"],
      },
      { ids: [[2, 2]], name: ["2"] },
    ]);
  });

  it("throws for invalid lengths and values immediately", () => {
    expect(() => paddedBatch<{ x: number[] }>(2, { length: { x: -1 } })).toThrow(
      "paddedBatch: length must be",
    );
    expect(() => paddedBatch<{ x: number[] }>(2, { value: { x: NaN } })).toThrow(
      "paddedBatch: value must be",
    );
  });
});

it("pads to the boundaries of buckets", async () => {
  const boundaries = [3, 6];
  const collate = (lists: readonly number[][], bucket: number): number[][] =>
    pad(lists, { length: boundaries[bucket] - 1 });
  const lists = fromArray([[1], [1, 2, 3], [1, 2]]);
  const batches = lists.apply(
    bucketByLength((list) => list.length, { boundaries, sizes: [2, 2, 2], collate }),
  );
  expect(await batches.toArray()).toEqual([
    [
      [1, 0],
      [1, 2],
    ],
    [[1, 2, 3, 0, 0]],
  ]);
});
