import { StageError } from "@tensorloom/data";
import { checkSourceContract } from "@tensorloom/data/operator";
import { describe, expect, it } from "vitest";
import { fromPlan } from "./fromPlan.ts";
import type { PlanStep } from "./planStep.ts";

const planOf = (text: string): readonly PlanStep[] => JSON.parse(text) as readonly PlanStep[];

/** Running sums, as computed by tf.data 2.21. */
const SUMS: readonly (readonly [what: string, plan: string, sums: string])[] = [
  ["numbers", `["range",5]`, "[0,1,3,6,10]"],
  ["lists", `["range",6],["batch",3]`, "[[0,1,2],[3,5,7]]"],
  ["lists, a list of one added to each item", `["range",7],["batch",3]`, "[[0,1,2],[3,5,7],[9,11,13]]"],
  ["lists of lists", `["range",9],["batch",3],["batch",2]`, "[[[0,1,2],[3,4,5]],[[6,8,10],[9,11,13]]]"],
  ["windows", `["range",3],["window",2,1,1]`, "[[0,1],[1,3],[3,5]]"],
  ["lists and numbers", `["range",4],["batch",2],["concatenate","range",2]`, "[[0,1],[2,4],[2,4],[3,5]]"],
  ["empty lists and lists of one", `["range",4],["map","upto",2]`, "[[],[],[],[]]"],
  ["lists of empty lists", `["range",1],["map","upto",1],["repeat",3],["batch",2]`, "[[[],[]],[[],[]]]"],
  [
    "padded lists",
    `["range",8],["map","upto",3],["paddedBatch",4,-1]`,
    "[[[-1,-1],[0,-1],[0,1],[-1,-1]],[[-1,-2],[0,0],[-1,0],[-1,-2]]]",
  ],
  ["sums of lists", `["range",7],["batch",3],["scan","sum"]`, "[[0,1,2],[3,6,9],[12,17,22]]"],
  ["pairs, which become lists", `["range",3],["enumerate",3]`, "[[3,0],[7,1],[12,3]]"],
  ["pairs of lists", `["range",3],["enumerate",0],["batch",2]`, "[[[0,1],[0,1]],[[2,3],[2,3]]]"],
  ["nothing", `["range",0],["batch",3]`, "[]"],
];

/** Plans that a scan fails in, there too. */
const MISFITS: readonly (readonly [sentence: string, plan: string])[] = [
  ["element 2: lists of shapes [3] and [2] do not add up", `["range",8],["batch",3]`],
  ["element 2: lists of shapes [0] and [2] do not add up", `["range",5],["map","upto",3]`],
  [
    "element 1: lists of shapes [2, 3] and [2, 2] do not add up",
    `["range",3],["enumerate",0],["window",3,1,1]`,
  ],
  [
    "element 0: lists or components of different shapes do not add up",
    `["range",2],["batch",2],["concatenate","range",0],["enumerate",0]`,
  ],
  [
    "element 0: lists or components of different shapes do not add up",
    `["range",4],["map","upto",3],["window",2,1,1]`,
  ],
];

describe("a scan", () => {
  it.each(SUMS)("computes the sums of %s, and resumes", async (_, plan, sums) => {
    const elements = fromPlan(planOf(`[${plan},["scan","sum"]]`));
    expect(JSON.stringify(await elements.toArray())).toBe(sums);
    expect(await checkSourceContract(elements)).toEqual([]);
  });

  it.each(MISFITS)("says what does not add up: %s", async (sentence, plan) => {
    await expect(fromPlan(planOf(`[${plan},["scan","sum"]]`)).toArray()).rejects.toThrow(sentence);
  });

  it.each([
    [
      "scan: the components must be of one kind, but the elements are tuples of lists of numbers and numbers",
      `["range",0],["batch",2],["zip","range",3],["scan","sum"]`,
    ],
    [
      "paddedBatch: the elements must be known to be numbers or known to be lists",
      `["range",0],["batch",2],["scan","sum"],["paddedBatch",2,0]`,
    ],
  ])("throws before anything is read: %s", (sentence, plan) => {
    expect(() => fromPlan(planOf(`[${plan}]`))).toThrow(sentence);
  });

  it("refuses sums of lists that are not exact", async () => {
    const plan = fromPlan([
      ["range", 4],
      ["batch", 2],
      ["map", "mul", 2 ** 51],
      ["scan", "sum"],
    ]);
    await expect(plan.toArray()).rejects.toThrow("element 1: 9007199254740992 is beyond 2^53");
  });

  it("makes lists of pairs, which can be batched and unbatched", async () => {
    const plan = `["range",3],["enumerate",3],["scan","sum"]`;
    expect(await fromPlan(planOf(`[${plan},["batch",2]]`)).toArray()).toEqual([
      [
        [3, 0],
        [7, 1],
      ],
      [[12, 3]],
    ]);
    expect(await fromPlan(planOf(`[${plan},["unbatch"]]`)).toArray()).toEqual([3, 0, 7, 1, 12, 3]);
  });

  it("makes lists of one that later steps use as the number, as in tf.data", async () => {
    const ones = `["range",4],["batch",1],["scan","sum"]`;
    const after = (step: string): Promise<unknown> => fromPlan(planOf(`[${ones},${step}]`)).toArray();
    expect(await after(`["filter","mod",2,0]`)).toEqual([[0], [6]]);
    expect(await after(`["takeWhile","lt",2]`)).toEqual([[0], [1]]);
    expect(await after(`["map","upto",2]`)).toEqual([[], [0], [0], []]);
    await expect(after(`["flatMap","upto",2]`)).rejects.toThrow("expected a number, got an array of 1");
    await expect(after(`["batch",1],["map","upto",2]`)).rejects.toThrow(StageError);
  });
});
