import { describe, expect, it } from "vitest";
import type { PlanStep } from "./planStep.ts";
import { fromPlan } from "./fromPlan.ts";
import { isEndless } from "./isEndless.ts";

const planOf = (text: string): readonly PlanStep[] => JSON.parse(`[${text}]`) as readonly PlanStep[];

/** Plans that tf.data never ends with, either. */
const ENDLESS: readonly string[] = [
  `["range",3],["repeat",-1]`,
  `["range",3],["repeat",-2],["filter","mod",2,0]`,
  `["range",3],["repeat",-1],["flatMap","upto",2]`,
  `["range",3],["repeat",-1],["interleave","upto",2,2,1]`,
  `["range",3],["repeat",-1],["unique"]`,
  `["range",3],["batch",2],["repeat",-1],["unbatch"]`,
  `["range",3],["batch",2],["repeat",-1],["rebatch",3]`,
  `["range",3],["repeat",-1],["batch",2],["scan","sum"]`,
  `["range",3],["repeat",-1],["take",-1],["skip",5],["repeat",2],["cache"],["shuffle",2,1]`,
  `["range",3],["repeat",-1],["concatenate","range",3]`,
  `["range",9],["filter","mod",5,4],["repeat",-1],["enumerate",0]`,
  `["range",20000],["filter","mod",5,4],["repeat",-1],["filter","mod",5,4]`,
  // the element that would end them does not exist
  `["range",3],["repeat",-1],["takeWhile","lt",3]`,
  `["range",3],["repeat",-1],["map","mul",2],["batch",4],["unbatch"],["takeWhile","lt",5]`,
  `["range",3],["repeat",-1],["filter","mod",5,4],["take",1]`,
  `["range",3],["repeat",-1],["filter","mod",5,4],["zip","range",0]`,
  `["range",3],["repeat",-1],["flatMap","upto",1],["take",1]`,
  `["range",3],["repeat",-1],["shuffle",-2,1],["take",1]`,
  // a second repeat, after elements that end
  `["range",0],["repeat",-1],["concatenate","range",1],["repeat",-1]`,
  `["range",3],["repeat",-1],["take",2],["repeat",-1],["filter","mod",2,0]`,
];

/** Plans that end, and their number of elements. */
const ENDING: readonly (readonly [plan: string, count: number])[] = [
  [`["range",3],["filter","mod",2,0]`, 2],
  [`["range",3],["repeat",2]`, 6],
  [`["range",0],["repeat",-1]`, 0],
  [`["range",20000],["filter","mod",2,2],["repeat",-1]`, 0],
  [`["range",3],["repeat",-1],["filter","mod",2,0],["take",4]`, 4],
  [`["range",3],["repeat",-1],["zip","range",5]`, 5],
  [`["range",3],["repeat",2],["shuffle",-2,1]`, 6],
  [`["range",3],["shuffle",-2,1],["repeat",-1],["take",4]`, 4],
  [`["range",3],["repeat",-1],["takeWhile","lt",2]`, 2],
  [`["range",3],["repeat",-1],["map","mul",-1],["map","add",9],["takeWhile","lt",9]`, 0],
  [`["range",3],["repeat",-1],["scan","sum"],["takeWhile","lt",10]`, 10],
  [`["range",20000],["repeat",-1],["takeWhile","lt",12345]`, 12345],
  [`["range",2],["repeat",-1],["map","mul",20000],["flatMap","upto",50000],["takeWhile","lt",15000]`, 15000],
  [`["range",1],["map","upto",1],["repeat",-1],["take",2]`, 2],
  [`["range",2],["repeat",-1],["map","upto",1],["take",2]`, 2],
  [`["range",2],["repeat",-1],["map","upto",1],["paddedBatch",2,7],["take",2]`, 2],
  // no element is requested
  [`["range",3],["repeat",-1],["filter","mod",5,4],["take",0]`, 0],
  [`["range",3],["repeat",-1],["filter","mod",5,4],["skip",-1]`, 0],
  [`["range",3],["repeat",-1],["filter","mod",5,4],["repeat",0]`, 0],
  [`["range",3],["repeat",-1],["take",2],["repeat",-1],["take",7]`, 7],
];

describe("isEndless", () => {
  it.each(ENDLESS)("is true for %s", async (plan) => {
    expect(await isEndless(planOf(plan))).toBe(true);
  });

  it.each(ENDING)("is false for %s", async (plan, count) => {
    expect(await isEndless(planOf(plan))).toBe(false);
    expect(await fromPlan(planOf(plan)).toArray()).toHaveLength(count);
  });

  it("is false for a plan that fails: reading reports the error", async () => {
    const plan = planOf(`["range",3],["map","upto",-2],["repeat",-1]`);
    expect(await isEndless(plan)).toBe(false);
    await expect(fromPlan(plan).toArray()).rejects.toThrow("element 1: a list cannot hold -1 numbers");
    expect(await isEndless(planOf(`["range",3],["repeat",-1],["filter","mod",0,0]`))).toBe(false);
  });
});
