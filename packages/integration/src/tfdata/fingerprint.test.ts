import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheToFile, snapshot } from "@tensorloom/data/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPlan } from "./fromPlan.ts";
import type { PlanStep } from "./planStep.ts";

/** Steps that differ in one constant, one line per operator; `before` precedes steps that need other elements. */
const ALIKE: readonly { readonly steps: readonly string[]; readonly before?: string }[] = [
  { steps: [`"map","add",1`, `"map","add",2`, `"map","mul",2`, `"map","upto",2`, `"map","upto",3`] },
  { steps: [`"filter","mod",2,0`, `"filter","mod",3,0`, `"filter","mod",2,1`] },
  { steps: [`"flatMap","upto",2`, `"flatMap","upto",3`] },
  { steps: [`"interleave","upto",2,2,1`, `"interleave","upto",3,2,1`] },
  { steps: [`"interleave","upto",2,2,1`, `"interleave","upto",2,3,1`, `"interleave","upto",2,2,2`] },
  { steps: [`"batch",2`, `"batch",3`, `"batch",2,true`] },
  { steps: [`"rebatch",2`, `"rebatch",3`, `"rebatch",2,true`, `"unbatch"`], before: `["batch",4],` },
  { steps: [`"window",2,1,1`, `"window",3,1,1`, `"window",2,2,1`, `"window",2,1,2`, `"window",2,1,1,true`] },
  { steps: [`"paddedBatch",2,0`, `"paddedBatch",3,0`, `"paddedBatch",2,1`], before: `["map","upto",4],` },
  { steps: [`"take",2`, `"take",3`, `"take",-1`] },
  { steps: [`"skip",2`, `"skip",3`, `"skip",-1`] },
  { steps: [`"takeWhile","lt",2`, `"takeWhile","lt",3`] },
  { steps: [`"repeat",2`, `"repeat",3`, `"repeat",-1`] },
  { steps: [`"shard",3,0`, `"shard",3,1`, `"shard",2,0`] },
  { steps: [`"enumerate",0`, `"enumerate",1`] },
  { steps: [`"zip","range",2`, `"zip","range",3`] },
  { steps: [`"concatenate","range",2`, `"concatenate","range",3`] },
  { steps: [`"shuffle",3,1`, `"shuffle",4,1`, `"shuffle",3,2`] },
];

const planOf = (text: string): readonly PlanStep[] => JSON.parse(text) as readonly PlanStep[];

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tensorloom-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** The fingerprint of a plan: a snapshot names its folder for it. */
async function printOf(text: string): Promise<string> {
  const inside = await mkdtemp(join(folder, "plan-"));
  await fromPlan(planOf(text)).take(0).apply(snapshot(inside)).toArray(); // not every plan's elements can be stored
  const [print] = await readdir(inside);
  expect(print).toMatch(/^[0-9a-f]{16}-/);
  return print;
}

describe("a plan's fingerprint", () => {
  it.each(ALIKE)("differs for $steps", async ({ steps, before = "" }) => {
    const prints = await Promise.all(
      steps.map((step) => printOf(`[["range",9],${before}[${step}],["batch",2]]`)),
    );
    expect(new Set(prints).size).toBe(steps.length);
  });

  it("differs for another range, and for a constant at another place in the plan", async () => {
    expect(await printOf(`[["range",3]]`)).not.toBe(await printOf(`[["range",4]]`));
    expect(await printOf(`[["range",3],["map","add",1],["map","add",2]]`)).not.toBe(
      await printOf(`[["range",3],["map","add",2],["map","add",1]]`),
    );
  });

  it("is the same for plans that differ only in what changes no element", async () => {
    const plan = `["range",3],["map","add",1]`;
    const prints = [
      "",
      `,["prefetch",0]`,
      `,["prefetch",2]`,
      `,["prefetch",3]`,
      `,["prefetch",-1]`,
      `,["take",-1]`,
    ];
    expect(new Set(await Promise.all(prints.map((more) => printOf(`[${plan}${more}]`)))).size).toBe(1);
  });
});

describe("a plan's cache in a file", () => {
  it("is written again if a constant changed", async () => {
    const read = (k: number): Promise<unknown> =>
      fromPlan(planOf(`[["range",3],["map","add",${String(k)}]]`))
        .apply(cacheToFile(join(folder, "kept")))
        .toArray();
    expect([await read(1), await read(1), await read(2)]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [2, 3, 4],
    ]);
  });
});
