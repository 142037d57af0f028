import { expect, it } from "vitest";
import { fromSource, range, sampleFrom } from "../../index.ts";

it("ignores a source of weight 0", async () => {
  const [few, some] = [range(3), range(10, 14)];
  for (const stopOnEmpty of [false, true]) {
    const sampled = sampleFrom([few, some, range(2).repeat()], { weights: [0, 2, 0], stopOnEmpty });
    expect(await fromSource(sampled).toArray()).toEqual([10, 11, 12, 13]); // like tf.data
    expect(sampled.size).toBe(stopOnEmpty ? undefined : 4);
  }
  const two = sampleFrom([few, range(100, 120), some], { weights: [1, 0, 3], seed: 5 });
  expect(await fromSource(two).toArray()).toEqual(
    await fromSource(sampleFrom([few, some], { weights: [1, 3], seed: 5 })).toArray(),
  );
  expect(two.size).toBe(7);
});

it("refuses weights whose sum is not finite", () => {
  expect(() => sampleFrom([range(1), range(1)], { weights: [1e308, 1e308] })).toThrow(
    "sampleFrom: the sum of weights must be a finite number, got Infinity",
  );
});

it("refuses weights that are all 0, and negative weights", () => {
  expect(() => sampleFrom([range(3)], { weights: [0] })).toThrow("sampleFrom: weights must have one above 0");
  expect(() => sampleFrom([range(3)], { weights: [-1] })).toThrow("sampleFrom: weights[0] must be");
});
