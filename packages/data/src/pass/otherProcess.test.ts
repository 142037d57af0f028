import { execFileSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { runCompiled } from "../../../../.config/compiled/runCompiled.ts";
import { pullTexts } from "../../fixtures/pullTexts.ts";
import { compose, type Composition, STEP_NAMES } from "../../fixtures/composition.ts";
import type { State } from "../index.ts";

const COMPOSITIONS = 150;

const compositions = fc.tuple(
  fc.array(fc.tuple(fc.constantFrom(...STEP_NAMES), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 6,
  }),
  fc.nat({ max: 30 }),
);

/** Stops a pass after `after` elements: its state, and the rest of its elements. */
async function stopAfter(
  composition: Composition,
  after: number,
): Promise<readonly [State, readonly string[]]> {
  const pass = compose(composition).open();
  await pullTexts(pass, after);
  await new Promise((turned) => setTimeout(turned, 4)); // all stages fill their buffers
  const state = pass.state();
  const rest = await pullTexts(pass, Infinity);
  await pass.close();
  return [state, rest];
}

it("up to six random operators resume in another process, again and again, with exactly the same elements", async () => {
  const drawn = fc.sample(compositions, { numRuns: COMPOSITIONS, seed: 7 });
  const passes = await Promise.all(
    drawn.map(async ([composition, after]) => ({ composition, ended: await stopAfter(composition, after) })),
  );
  const printed = execFileSync(
    process.execPath,
    [runCompiled, join(import.meta.dirname, "..", "..", "fixtures", "resumeAll.ts")],
    {
      input: JSON.stringify(passes.map(({ composition, ended: [state] }) => [composition, state])),
      encoding: "utf8",
    },
  );
  const rests = JSON.parse(printed) as readonly (readonly string[])[]; // what resumeAll.ts prints
  passes.forEach(({ composition, ended: [state, rest] }, i) => {
    expect({ composition, state, rest: rests[i] }).toEqual({ composition, state, rest });
  });
  expect(rests.filter((rest) => rest.length > 5).length).toBeGreaterThan(COMPOSITIONS / 4);
});
