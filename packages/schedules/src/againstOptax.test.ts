import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { join } from "./compose/join.ts";
import { warmUp } from "./compose/warmUp.ts";
import { constant } from "./decay/constant.ts";
import { cosine } from "./decay/cosine.ts";
import { exponential } from "./decay/exponential.ts";
import { interpolate } from "./decay/interpolate.ts";
import { linear } from "./decay/linear.ts";
import { piecewise } from "./decay/piecewise.ts";
import { polynomial } from "./decay/polynomial.ts";
import type { Schedule } from "./schedule.ts";

interface Goldens {
  readonly steps: readonly number[];
  readonly rates: Readonly<Record<string, readonly number[]>>;
}
const file = new URL("../fixtures/optax.json", import.meta.url);
const goldens = JSON.parse(readFileSync(file, "utf8")) as Goldens; // as generateOptax.py writes it

/** optax's `transition_begin`: the schedule begins later, at its first rate. */
const from = (step: number, schedule: Schedule): Schedule => join([constant(schedule(0)), schedule], [step]);

const points = [0, 30, 85];
const growing = { start: 0.1, decay: 2, steps: 50, end: 0.7 };
const schedules: Readonly<Record<string, Schedule>> = {
  constant: constant(0.3),
  linear: from(10, linear({ start: 0.1, end: 0.9, steps: 80 })),
  polynomial: from(10, polynomial({ start: 0.9, end: 0.1, power: 2, steps: 80 })),
  piecewise_constant: piecewise([9, 49], [0.8, 0.4, 0.04]),
  "piecewise_interpolate, linear": interpolate(points, [0.2, 0.8, 0.4]),
  "piecewise_interpolate, cosine": interpolate(points, [0.2, 0.8, 0.4], { slope: "cosine" }),
  exponential_decay: from(20, exponential({ start: 0.9, decay: 0.5, steps: 10, staircase: true, end: 0.05 })),
  "exponential_decay, growing": exponential(growing),
  cosine_decay: cosine({ start: 0.8, end: 0.2, steps: 100, power: 1.5 }),
  linear_onecycle: interpolate([0, 30, 85, 100], [0.8 / 25, 0.8, 0.8 / 25, 0.8 / 25 / 1e4]),
  cosine_onecycle: interpolate([0, 30, 100], [0.8 / 25, 0.8, 0.8 / 25 / 1e4], { slope: "cosine" }),
  warmup_constant: warmUp(constant(0.8), { start: 0.1, steps: 30 }),
  warmup_cosine_decay: warmUp(cosine({ start: 0.8, end: 0.2, steps: 70, power: 2 }), {
    start: 0.1,
    steps: 30,
  }),
  warmup_exponential_decay: warmUp(from(5, exponential({ start: 0.8, decay: 0.5, steps: 20, end: 0.1 })), {
    start: 0.1,
    steps: 30,
  }),
  sgdr: join(
    [
      warmUp(cosine({ start: 0.8, end: 0.1, steps: 40 }), { steps: 10 }),
      warmUp(cosine({ start: 0.4, steps: 80 }), { start: 0.1, steps: 20 }),
    ],
    [50],
  ),
};

describe("optax's schedules", () => {
  it("are all compared", () => {
    expect(Object.keys(schedules)).toEqual(Object.keys(goldens.rates));
  });

  it.each(Object.entries(schedules))("%s", (name, schedule) => {
    for (const [at, step] of goldens.steps.entries())
      expect(Math.abs(schedule(step) - goldens.rates[name][at]), `step ${String(step)}`).toBeLessThan(1e-14);
  });
});
