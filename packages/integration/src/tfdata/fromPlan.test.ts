import { range, StageError } from "@tensorloom/data";
import { checkSourceContract } from "@tensorloom/data/operator";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromPlan } from "./fromPlan.ts";
import type { PlanStep } from "./planStep.ts";

const small = fc.integer({ min: 1, max: 5 });
const flag = fc.boolean();

/** Operators on numbers, and on anything; one that makes lists is followed by one that takes them apart. */
const NUMBERS: readonly fc.Arbitrary<readonly PlanStep[]>[] = [
  fc.tuple(small).map(([k]) => [["map", "add", k]]),
  fc.tuple(small).map(([m]) => [["filter", "mod", m, 0]]),
  fc.tuple(small).map(([m]) => [["flatMap", "upto", m]]),
  fc.tuple(small, small, small).map(([m, cycle, block]) => [["interleave", "upto", m, cycle, block]]),
  fc.tuple(small, flag).map(([n, drop]) => [["batch", n, drop], ["unbatch"]]),
  fc.tuple(small, small).map(([n, m]) => [["batch", n], ["rebatch", m, true], ["unbatch"]]),
  fc
    .tuple(small, small, small, flag)
    .map(([size, shift, stride, drop]) => [["window", size, shift, stride, drop], ["unbatch"]]),
  small.map((m) => [["takeWhile", "lt", 3 * m]]),
  fc.constant([["scan", "sum"]]),
  fc.constant([["unique"]]),
  small.map((k) => [["concatenate", "range", k]]),
  small.map((n) => [["take", 3 * n]]),
  small.map((n) => [["skip", n]]),
  small.map((n) => [["repeat", n]]),
  fc.tuple(small, small).map(([n, i]) => [["shard", n, i % n]]),
  fc.constant([["cache"]]),
  small.map((n) => [["prefetch", n]]),
  fc.tuple(small, small).map(([n, seed]) => [["shuffle", n, seed]]),
];

const plans = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.array(fc.oneof(...NUMBERS), { maxLength: 6 }))
  .map(([n, steps]): readonly PlanStep[] => [["range", n], ...steps.flat()]);

describe("a pipeline of any six operators", () => {
  it("resumes from every step, knows its size, and keeps the form of its state", async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        expect(await checkSourceContract(fromPlan(plan), { max: 25 })).toEqual([]);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it("does so with a parallel map and a prefetch after each stage", async () => {
    const wait = async (x: unknown): Promise<unknown> => {
      await new Promise((done) => setTimeout(done, typeof x === "number" ? (x * 7) % 3 : 1));
      return x;
    };
    await fc.assert(
      fc.asyncProperty(plans, small, async (plan, concurrency) => {
        const elements = fromPlan(plan).map(wait, { concurrency }).prefetch(2);
        expect(await checkSourceContract(elements.batch(2), { max: 6 })).toEqual([]);
        expect(await elements.take(20).toArray()).toEqual(await fromPlan(plan).take(20).toArray());
      }),
      { numRuns: 40, seed: 2 },
    );
  });
});

describe("fromPlan", () => {
  it("supports tf.data's -1 for take, skip, repeat and prefetch, and prefetches 0", async () => {
    const plan: readonly PlanStep[] = [
      ["range", 3],
      ["take", -1],
      ["prefetch", 0],
      ["prefetch", -1],
    ];
    expect(await fromPlan(plan).toArray()).toEqual([0, 1, 2]);
    expect(await fromPlan([...plan, ["skip", -1]]).toArray()).toEqual([]);
    expect(await fromPlan([...plan, ["repeat", -1], ["take", 7]]).toArray()).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect(
      await fromPlan([
        ["range", 3],
        ["take", -2],
        ["skip", -2],
      ]).toArray(),
    ).toEqual([]); // any negative number
  });

  it("shuffles everything for tf.data's -2, and never makes -0", async () => {
    const shuffled = fromPlan([
      ["range", 100],
      ["shuffle", -2, 3],
    ]);
    const order = (await shuffled.toArray()) as number[];
    expect(order[0] + order[1]).toBeGreaterThan(3); // beyond what a buffer of a few draws
    expect([...order].sort((a, b) => a - b)).toEqual(await range(100).toArray());
    expect(await checkSourceContract(shuffled, { max: 5 })).toEqual([]);
    expect(() =>
      fromPlan([
        ["range", 3],
        ["shuffle", -1, 3],
      ]),
    ).toThrow("shuffle: buffer must be an integer");
    const product = fromPlan([
      ["range", 2],
      ["map", "mul", -1],
      ["batch", 2],
    ]);
    expect(Object.is(((await product.toArray()) as number[][])[0][0], 0)).toBe(true);
  });

  it("batches tuples component by component, and pads lists in lists", async () => {
    expect(
      await fromPlan([
        ["range", 4],
        ["enumerate", 7],
        ["batch", 3],
      ]).toArray(),
    ).toEqual([
      [
        [7, 8, 9],
        [0, 1, 2],
      ],
      [[10], [3]],
    ]);
    expect(
      await fromPlan([
        ["range", 3],
        ["map", "upto", 3],
        ["paddedBatch", 3, -1],
      ]).toArray(),
    ).toEqual([
      [
        [-1, -1],
        [0, -1],
        [0, 1],
      ],
    ]);
  });

  it.each<[string, unknown]>([
    ['plan: the first step must be ["range", n]', [["batch", 3]]],
    ["plan: expected a list of steps, got 7", 7],
    ["plan: step 1 must be a list that begins with a name, got 3", [["range", 1], 3]],
    ["batch: n must be an integer, got undefined", [["range", 3], ["batch"]]],
    [
      'batch: drop must be true or false, got "yes"',
      [
        ["range", 3],
        ["batch", 2, "yes"],
      ],
    ],
    [
      "filter: the elements must be numbers, but they are lists of numbers",
      [
        ["range", 0],
        ["batch", 2],
        ["filter", "mod", 2, 0],
      ],
    ],
    [
      "map: the elements must be numbers, but they are lists of lists of numbers",
      [
        ["range", 9],
        ["batch", 2],
        ["batch", 2],
        ["map", "upto", 2],
      ],
    ],
    [
      "unique: the elements must be numbers or lists, but they are tuples of lists of numbers and numbers",
      [["range", 9], ["batch", 2], ["zip", "range", 3], ["unique"]],
    ],
    ["unbatch: the elements must be batches, but they are numbers", [["range", 3], ["unbatch"]]],
    [
      "rebatch: the elements must be batches, but they are tuples of lists of numbers and numbers",
      [
        ["range", 3],
        ["batch", 2],
        ["zip", "range", 2],
        ["rebatch", 2],
      ],
    ],
    [
      'map: expected one of add, mul, upto, got "sub"',
      [
        ["range", 3],
        ["map", "sub", 1],
      ],
    ],
    [
      "take: expected at most 1 arguments, got 2",
      [
        ["range", 3],
        ["take", 1, 2],
      ],
    ],
  ])("%s", (sentence, plan) => {
    expect(() => fromPlan(plan as readonly PlanStep[])).toThrow(sentence);
  });

  it.each<[string, readonly PlanStep[]]>([
    [
      "element 1: a batch needs elements of one shape, got [1] and [0]",
      [
        ["range", 4],
        ["map", "upto", 2],
        ["skip", 1],
        ["batch", 2],
      ],
    ],
    [
      "element 0: 2 mod 0 is undefined",
      [
        ["range", 3],
        ["skip", 2],
        ["filter", "mod", 0, 0],
      ],
    ],
    [
      "element 1: 9007199254740992 is beyond 2^53",
      [
        ["range", 3],
        ["map", "mul", 2 ** 53 - 1],
        ["map", "add", 1],
      ],
    ],
    [
      "element 0: a list cannot hold -1 numbers",
      [
        ["range", 3],
        ["skip", 1],
        ["map", "upto", -2],
      ],
    ],
    [
      "element 0: expected a number, got an array of 2",
      [
        ["range", 2],
        ["batch", 2],
        ["concatenate", "range", 1],
        ["filter", "mod", 2, 0],
      ],
    ],
  ])("reports the element: %s", async (sentence, plan) => {
    const error: unknown = await fromPlan(plan)
      .toArray()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StageError);
    expect(String(error)).toContain(sentence);
  });
});
