import { expect, it } from "vitest";
import { buildSchedule } from "./schedule.ts";

it("rises to 6e-4 in 20 epochs for the head, then decays by 0.8, as in the notebook", () => {
  const rate = buildSchedule({ train: "head", batch: 32, epochs: 35, pretrained: true });
  expect([0, 10, 20, 21].map((epoch) => rate(epoch))).toEqual(
    [1e-5, 3.05e-4, 6e-4, 1e-6 + 0.8 * (6e-4 - 1e-6)].map((value) => expect.closeTo(value, 12) as number),
  );
});

it("takes another highest rate", () => {
  const options = { train: "head", batch: 32, epochs: 40, pretrained: true, rate: 1e-3 } as const;
  expect(buildSchedule(options)(20)).toBeCloseTo(1e-3, 12);
  expect(buildSchedule({ ...options, schedule: "constant" })(39)).toBe(1e-3);
});

it.each([
  ["cosine", [1e-5, 1e-4, 1e-6], [0, 1, 10]],
  ["one-cycle", [4e-6, 9.504846e-5, 4e-10], [0, 3, 10]],
  ["constant", [1e-4, 1e-4], [0, 9]],
  ["plateau", [1e-4, 1e-4], [0, 9]],
] as const)("%s has the same highest rate", (schedule, rates, epochs) => {
  const rate = buildSchedule({ train: "all", batch: 8, epochs: 10, pretrained: false, schedule, rate: 1e-4 });
  expect(epochs.map((epoch) => rate(epoch))).toEqual(
    rates.map((value) => expect.closeTo(value, 9) as number),
  );
});

it("cosine without --rate reaches the notebook's highest rate for the batch", () => {
  const rate = buildSchedule({ train: "all", batch: 16, epochs: 20, pretrained: true, schedule: "cosine" });
  expect(rate(2)).toBeCloseTo(0.03 * 7.5e-5 * 2, 12);
});

it("grows with the batch for all layers, and rises in six tenths of a short run", () => {
  const rate = buildSchedule({ train: "all", batch: 16, epochs: 5, pretrained: false });
  expect(rate(3)).toBeCloseTo(1.5e-4, 12);
  expect(rate(4)).toBeLessThan(rate(3));
});
