import { random } from "@tensorloom/core";
import { useBackend } from "@tensorloom/backend";
import { fromArray, stack } from "@tensorloom/data";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { changesInRandomOrder } from "./classChanges.ts";
import { watchClassOrder } from "./classOrder.ts";
import { fit } from "./fit.ts";
import type { Loss } from "../losses/loss.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { sparseCategoricalCrossEntropy } from "../losses/sparseCategoricalCrossEntropy.ts";

/** What a run of two epochs warns of. */
async function warnings(labels: readonly number[], loss: Loss, units = 1): Promise<readonly string[]> {
  const said: string[] = [];
  const activation = units === 1 ? "sigmoid" : "softmax";
  await fit(sequential({ layers: [layers.dense({ units, activation, inputShape: [1] })] }), {
    train: fromArray(labels)
      .map((targets) => ({ inputs: Float32Array.of(targets), targets }))
      .batch(8, { collate: stack }),
    epochs: 2,
    loss,
    onWarning: (text) => said.push(text),
  });
  return said;
}

/** What the first epoch of batches of `rows` labels is warned of. */
function said(
  labels: readonly number[],
  { rows, classes = 2, accumulate = 1 }: { rows: number; classes?: number; accumulate?: number },
): readonly string[] {
  const words: string[] = [];
  const loss = classes === 2 ? binaryCrossEntropy() : sparseCategoricalCrossEntropy();
  const order = watchClassOrder({
    loss,
    train: fromArray([]),
    accumulate,
    onWarning: (text) => words.push(text),
  });
  for (let at = 0; at < labels.length; at += rows) {
    const data = Float32Array.from(labels.slice(at, at + rows));
    order.observe({ targets: { data, shape: [data.length] } });
  }
  order.endEpoch();
  return words;
}

function sorted(rows: number, shares: readonly number[]): readonly number[] {
  return shares.flatMap((share, label) => new Array<number>(Math.round(share * rows)).fill(label));
}

function shuffled(labels: readonly number[], seed: number): readonly number[] {
  const stream = random(seed);
  return labels
    .map((label) => [stream.uniform(), label] as const)
    .sort(([a], [b]) => a - b)
    .map(([, label]) => label);
}

beforeAll(() => useBackend("cpu"));

describe("labels in the order of their classes", () => {
  it.each([
    [16, [0.5, 0.5]],
    [40, [0.5, 0.5]],
    [200, [0.9, 0.1]],
    [1000, [0.98, 0.02]],
  ])(
    "warns once for %i sorted rows with class fractions %j, and not if they are shuffled",
    async (rows, shares) => {
      const labels = sorted(rows, shares);
      expect(await warnings(labels, binaryCrossEntropy())).toEqual([
        expect.stringMatching(/^fit: .* looks sorted by class.*shuffle the whole dataset before batch/),
      ]);
      for (const seed of [1, 2, 3])
        expect(await warnings(shuffled(labels, seed), binaryCrossEntropy())).toEqual([]);
    },
  );

  it("warns for several classes too", async () => {
    const labels = sorted(70, [0.2, 0.2, 0.2, 0.2, 0.2]);
    expect(await warnings(labels, sparseCategoricalCrossEntropy(), 5)).toHaveLength(1);
    expect(await warnings(shuffled(labels, 5), sparseCategoricalCrossEntropy(), 5)).toEqual([]);
  });

  it("ignores the order of rows within a batch", () => {
    for (const classes of [2, 4]) {
      const inOrder = Array.from({ length: 16 * 30 }, (_, at) => Math.floor(((at % 16) * classes) / 16));
      expect(said(inOrder, { rows: 16, classes })).toEqual([]);
    }
  });

  it("ignores the order of the batches that one step accumulates", () => {
    const pure = Array.from({ length: 8 * 60 }, (_, at) => Math.floor(at / 8) % 2);
    expect(said(pure, { rows: 8, accumulate: 2 })).toEqual([]);
    expect(said(sorted(480, [0.5, 0.5]), { rows: 8, accumulate: 2 })).toHaveLength(1);
  });

  it.each([1, 4, 16])("warns for sorted batches of %i rows, and not for random orders", (rows) => {
    const sets = [[0.5, 0.5], [0.98, 0.02], [0.995, 0.005], [0.6, 0.3, 0.1], new Array<number>(10).fill(0.1)];
    const words: string[] = [];
    for (const shares of sets) {
      const labels = sorted(1000, shares);
      const classes = shares.length;
      if (shares[1] > 0.01) expect(said(labels, { rows, classes })).toHaveLength(1);
      for (let seed = 0; seed < 100; seed++) words.push(...said(shuffled(labels, seed), { rows, classes }));
    }
    expect(words).toEqual([]);
  });

  it("computes the deviation over all orders, for several classes too", () => {
    const labels = sorted(60, [0.5, 0.3, 0.2]);
    const { mean, deviation } = changesInRandomOrder(
      new Map([
        [0, 30],
        [1, 18],
        [2, 12],
      ]),
    );
    const drawn = Array.from({ length: 4000 }, (_, seed) => {
      const order = shuffled(labels, seed);
      return order.filter((label, at) => at > 0 && label !== order[at - 1]).length;
    });
    const average = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
    const spread = Math.sqrt(drawn.reduce((sum, one) => sum + (one - average) ** 2, 0) / drawn.length);
    expect(Math.abs(mean / average - 1)).toBeLessThan(0.01);
    expect(Math.abs(deviation / spread - 1)).toBeLessThan(0.05);
  });

  it("targets of a regression may be in any order", async () => {
    expect(await warnings(sorted(40, [0.5, 0.5]), meanSquaredError())).toEqual([]);
  });
});
