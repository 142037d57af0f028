import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as schedules from "./index.ts";
import type { Schedule } from "./index.ts";

const { constant, linear } = schedules;

/** Every schedule of the package, for the laws that all keep. */
const all: readonly (readonly [string, Schedule])[] = [
  ["byEpoch", schedules.byEpoch(linear({ start: 1, end: 0, steps: 9 }), 10)],
  ["constant", constant(0.5)],
  ["cosine", schedules.cosine({ start: 1, end: 0.1, steps: 50 })],
  ["cosineRestarts", schedules.cosineRestarts({ start: 1, steps: 10, lengthen: 1.5, lower: 0.9 })],
  ["exponential", schedules.exponential({ start: 1, decay: 0.9, steps: 7, staircase: true, end: 0.1 })],
  ["expRange", schedules.expRange({ base: 0.1, peak: 1, halfCycle: 7, decay: 0.99 })],
  ["interpolate", schedules.interpolate([3, 20, 40], [1, 0.2, 0.6], { slope: "cosine" })],
  ["inverseTime", schedules.inverseTime({ start: 1, decay: 0.9, steps: 7 })],
  ["join", schedules.join([constant(0.5), constant(1)], [30])],
  ["linear", linear({ start: 1, end: 0.2, steps: 50 })],
  ["oneCycle", schedules.oneCycle({ peak: 1, steps: 90 })],
  ["piecewise", schedules.piecewise([5, 6], [1, 0.5, 0.2])],
  ["polynomial", schedules.polynomial({ start: 1, end: 0.1, steps: 30, power: 2, cycle: true })],
  ["rampSustainDecay", schedules.rampSustainDecay({ peak: 1 })],
  ["scale", schedules.scale(constant(0.25), 4)],
  ["triangular", schedules.triangular({ base: 0.1, peak: 1, halfCycle: 7 })],
  ["triangular2", schedules.triangular2({ base: 0.1, peak: 1, halfCycle: 7 })],
  ["warmUp", schedules.warmUp(constant(1), { steps: 10 })],
];

describe("every schedule", () => {
  it("is in the table of laws", () => {
    const others = ["plot", "scheduleFromJson", "scheduleToJson"];
    expect([...all.map(([name]) => name), ...others].sort()).toEqual(Object.keys(schedules).sort());
  });

  it.each(all)(
    "%s returns a rate between 0 and its peak at any step, the same each time",
    (_name, schedule) => {
      fc.assert(
        fc.property(fc.oneof(fc.nat(200), fc.nat(), fc.double({ min: 0, max: 1e6, noNaN: true })), (step) => {
          const rate = schedule(step);
          expect(rate >= 0 && rate <= 1 + 1e-12).toBe(true);
          expect(schedule(step)).toBe(rate);
        }),
      );
    },
  );

  it.each(all)("%s is the same after a way through JSON", (name, schedule) => {
    const json = JSON.stringify(schedules.scheduleToJson(schedule));
    const copy = schedules.scheduleFromJson(JSON.parse(json));
    expect(JSON.stringify(schedules.scheduleToJson(copy))).toBe(json);
    expect(copy.config?.name).toBe(name);
    for (let step = 0; step < 200; step += 0.5) expect(copy(step)).toBe(schedule(step));
  });

  it.each(all)("%s refuses an invalid step", (name, schedule) => {
    const least = "must be a finite number of at least 0";
    expect(() => schedule(-1)).toThrow(new RangeError(`${name}: step ${least}, got -1`));
    expect(() => schedule(NaN)).toThrow(new RangeError(`${name}: step ${least}, got NaN`));
  });
});

describe("a schedule's options", () => {
  it.each([
    [() => constant(-1), "constant: rate must be a finite number of at least 0, got -1"],
    [
      () => linear({ start: 1, end: NaN, steps: 1 }),
      "linear: end must be a finite number of at least 0, got NaN",
    ],
    [() => schedules.cosine({ start: 1, steps: 0 }), "cosine: steps must be a finite number above 0, got 0"],
    [
      () => schedules.cosineRestarts({ start: 1, steps: 1, lengthen: 0.5 }),
      "cosineRestarts: lengthen must be a finite number of at least 1, got 0.5",
    ],
    [
      () => schedules.oneCycle({ peak: 1, steps: 9, rise: 2 }),
      "oneCycle: rise must be a finite number from 0 to 1, got 2",
    ],
    [
      () => schedules.piecewise([1], [1]),
      "piecewise: rates must be one more than the 1 boundaries, got an array of 1",
    ],
    [
      () => schedules.piecewise([5, 4], [1, 1, 1]),
      "piecewise: boundaries[1] must be a finite number of at least 5, got 4",
    ],
    [
      () => schedules.join([], []),
      "join: schedules must be one more than the 0 boundaries, got an array of 0",
    ],
    [
      () => schedules.rampSustainDecay({ replicas: -1 }),
      "rampSustainDecay: replicas must be a finite number of at least 0, got -1",
    ],
  ])("are checked: %s", (make, sentence) => {
    expect(make).toThrow(new RangeError(sentence));
  });

  it("must be functions if they are schedules", () => {
    const none = 0.1 as unknown as Schedule; // a caller without types
    expect(() => schedules.warmUp(none, { steps: 1 })).toThrow(
      "warmUp: schedule must be a function, got 0.1",
    );
    expect(() => schedules.scale(none, 2)).toThrow("scale: schedule must be a function, got 0.1");
    expect(() => schedules.join([none], [])).toThrow("join: schedule must be a function, got 0.1");
    expect(() => schedules.byEpoch(none, 2)).toThrow("byEpoch: schedule must be a function, got 0.1");
  });
});
