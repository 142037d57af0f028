import { expect, it } from "vitest";
import { learningRate } from "./schedule.ts";

it("is the notebook's for the head: up to 6e-4 in 20 epochs, then down by 0.8", () => {
  const rate = learningRate({ train: "head", batch: 32, epochs: 35, pretrained: true });
  expect([0, 10, 20, 21].map((epoch) => rate(epoch))).toEqual(
    [1e-5, 3.05e-4, 6e-4, 1e-6 + 0.8 * (6e-4 - 1e-6)].map((value) => expect.closeTo(value, 12) as number),
  );
});

it("grows with the batch where all layers learn, and is up after six tenths of a short run", () => {
  const rate = learningRate({ train: "all", batch: 16, epochs: 5, pretrained: false });
  expect(rate(3)).toBeCloseTo(1.5e-4, 12);
  expect(rate(4)).toBeLessThan(rate(3));
});
