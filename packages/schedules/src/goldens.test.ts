import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cosine } from "./decay/cosine.ts";
import { cosineRestarts } from "./cyclical/cosineRestarts.ts";
import { exponential } from "./decay/exponential.ts";
import { expRange } from "./cyclical/expRange.ts";
import { inverseTime } from "./decay/inverseTime.ts";
import { piecewise } from "./decay/piecewise.ts";
import { polynomial } from "./decay/polynomial.ts";
import { rampSustainDecay } from "./decay/rampSustainDecay.ts";
import type { Schedule } from "./schedule.ts";
import { triangular } from "./cyclical/triangular.ts";
import { triangular2 } from "./cyclical/triangular2.ts";
import { warmUp } from "./compose/warmUp.ts";

interface Goldens {
  readonly steps: readonly number[];
  readonly keras: Readonly<Record<string, readonly number[]>>;
  readonly ramp_sustain_decay_by_epoch: Readonly<Record<string, readonly number[]>>;
  readonly "cyclical_base0.001_max0.006_step20_gamma0.994_every5": Readonly<
    Record<string, readonly number[]>
  >;
}

const file = new URL("../fixtures/schedules.json", import.meta.url);
const goldens = JSON.parse(readFileSync(file, "utf8")) as Goldens;

/** Within 1e-6 of the golden value, relative; 0 if that is 0. */
function expectRates(schedule: Schedule, steps: readonly number[], golden: readonly number[]): void {
  const differences = steps
    .map((step, i) => ({ step, rate: schedule(step), golden: golden[i] }))
    .filter((one) => !(Math.abs(one.rate - one.golden) <= 1e-6 * one.golden));
  expect(differences).toEqual([]);
  expect(golden.length).toBe(steps.length);
}

const waves = { base: 0.001, peak: 0.006, halfCycle: 20 };

const keras: Readonly<Record<string, Schedule>> = {
  "ExponentialDecay(0.1,100,0.96)": exponential({ start: 0.1, steps: 100, decay: 0.96 }),
  "ExponentialDecay(0.1,100,0.96,staircase)": exponential({
    start: 0.1,
    steps: 100,
    decay: 0.96,
    staircase: true,
  }),
  "PiecewiseConstantDecay([10,20],[1.0,0.5,0.1])": piecewise([10, 20], [1, 0.5, 0.1]),
  "PolynomialDecay(0.1,100,0.01,power=2)": polynomial({ start: 0.1, steps: 100, end: 0.01, power: 2 }),
  "PolynomialDecay(0.1,100,0.01,power=0.5,cycle)": polynomial({
    start: 0.1,
    steps: 100,
    end: 0.01,
    power: 0.5,
    cycle: true,
  }),
  "InverseTimeDecay(0.1,10,0.5)": inverseTime({ start: 0.1, steps: 10, decay: 0.5 }),
  "InverseTimeDecay(0.1,10,0.5,staircase)": inverseTime({
    start: 0.1,
    steps: 10,
    decay: 0.5,
    staircase: true,
  }),
  "CosineDecay(0.1,100,alpha=0.1)": cosine({ start: 0.1, steps: 100, end: 0.01 }),
  "CosineDecay(0.0,100,warmup_target=0.1,warmup_steps=20)": warmUp(cosine({ start: 0.1, steps: 100 }), {
    steps: 20,
  }),
  "CosineDecayRestarts(0.1,20,t_mul=2,m_mul=0.9,alpha=0.01)": cosineRestarts({
    start: 0.1,
    steps: 20,
    lengthen: 2,
    lower: 0.9,
    end: 0.001,
  }),
};

describe("Keras's schedules", () => {
  it("are all compared", () => {
    expect(Object.keys(keras).sort()).toEqual(Object.keys(goldens.keras).sort());
  });

  it.each(Object.entries(keras))("%s", (name, schedule) => {
    expectRates(schedule, goldens.steps, goldens.keras[name]);
  });
});

describe("rampSustainDecay by epoch", () => {
  it.each([
    ["replicas=1,sustain=0", rampSustainDecay()],
    ["replicas=1,sustain=5", rampSustainDecay({ sustainEpochs: 5 })],
    ["replicas=8,sustain=0", rampSustainDecay({ replicas: 8 })],
    ["replicas=8,sustain=5", rampSustainDecay({ replicas: 8, sustainEpochs: 5 })],
  ])("%s", (name, schedule) => {
    const golden = goldens.ramp_sustain_decay_by_epoch[name];
    expectRates(
      schedule,
      golden.map((_, epoch) => epoch),
      golden,
    );
  });
});

describe("the cyclical policies", () => {
  it.each([
    ["triangular", triangular(waves)],
    ["triangular2", triangular2(waves)],
    ["exp_range", expRange({ ...waves, decay: 0.994 })],
  ])("%s", (name, schedule) => {
    const golden = goldens["cyclical_base0.001_max0.006_step20_gamma0.994_every5"][name];
    expectRates(
      schedule,
      golden.map((_, i) => 5 * i),
      golden,
    );
  });
});
