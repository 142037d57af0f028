import { random } from "@tensorloom/core";
import { useBackend } from "@tensorloom/backend";
import { fromArray, stack } from "@tensorloom/data";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { fit } from "./fit.ts";
import type { Loss } from "./loss.ts";
import { binaryCrossEntropy } from "./losses/binaryCrossEntropy.ts";
import { meanSquaredError } from "./losses/meanSquaredError.ts";
import { sparseCategoricalCrossEntropy } from "./losses/sparseCategoricalCrossEntropy.ts";

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
  ])("%i rows of shares %j are warned of once, and not when shuffled", async (rows, shares) => {
    const labels = sorted(rows, shares);
    expect(await warnings(labels, binaryCrossEntropy())).toEqual([
      expect.stringMatching(/^fit: .* looks sorted by class.*shuffle the whole dataset before batch/),
    ]);
    for (const seed of [1, 2, 3])
      expect(await warnings(shuffled(labels, seed), binaryCrossEntropy())).toEqual([]);
  });

  it("of several classes too", async () => {
    const labels = sorted(70, [0.2, 0.2, 0.2, 0.2, 0.2]);
    expect(await warnings(labels, sparseCategoricalCrossEntropy(), 5)).toHaveLength(1);
    expect(await warnings(shuffled(labels, 5), sparseCategoricalCrossEntropy(), 5)).toEqual([]);
  });

  it("numbers that are no classes may be in any order", async () => {
    expect(await warnings(sorted(40, [0.5, 0.5]), meanSquaredError())).toEqual([]);
  });
});
