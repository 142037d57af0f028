import { expect, it } from "vitest";
import { buildSchedule } from "./schedule.ts";

it("rises to 6e-4 in 20 epochs for the head, then decays by 0.8, as in the notebook", () => {
  const rate = buildSchedule({ train: "head", batch: 32, epochs: 35, pretrained: true });
  expect([0, 10, 20, 21].map((epoch) => rate(epoch))).toEqual(
    [1e-5, 3.05e-4, 6e-4, 1e-6 + 0.8 * (6e-4 - 1e-6)].map((value) => expect.closeTo(value, 12) as number),
  );
});

it("grows with the batch for all layers, and rises in six tenths of a short run", () => {
  const rate = buildSchedule({ train: "all", batch: 16, epochs: 5, pretrained: false });
  expect(rate(3)).toBeCloseTo(1.5e-4, 12);
  expect(rate(4)).toBeLessThan(rate(3));
});
