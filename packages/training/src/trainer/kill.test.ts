import { findRuntime } from "@tensorloom/onnx/internal";
import { describe, expect, it } from "vitest";
import { surviveKills } from "../../fixtures/resume/kill.ts";
import { RESUME_RUNS } from "../../fixtures/resume/runs.ts";

const { runtime } = await findRuntime();

/** How often each run is killed, 25 times together. `npm run test:resume -- --kills 200` kills more often. */
const KILLS = [4, 6, 6, 4, 3, 2];
const runs = Object.entries(RESUME_RUNS).map(([name, { needs }], at) => ({ name, needs, kills: KILLS[at] }));

describe("a run that is killed at random moments and resumed", () => {
  for (const [at, { name, needs, kills }] of runs.entries())
    it.skipIf(needs === "onnxruntime" && runtime === undefined)(
      `logs the same numbers and ends with the same weights: ${name}, ${String(kills)} kills`,
      async () => {
        const survived = await surviveKills(name, kills, 10 + at);
        expect(survived.kills).toBe(kills);
        expect(survived.runs).toBeGreaterThan(0);
      },
      600_000,
    );

  it("is killed 25 times in all", () => {
    expect(runs).toHaveLength(KILLS.length);
    expect(KILLS.reduce((sum, kills) => sum + kills)).toBe(25);
  });
});
