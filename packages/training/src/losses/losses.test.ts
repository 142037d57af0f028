import "@tensorflow/tfjs-backend-cpu";
import { env, grad, mean, setBackend, tensor } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers"; // registers the gradients
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { matchTargetShape, type Loss } from "./loss.ts";
import { binaryCrossEntropy } from "./binaryCrossEntropy.ts";
import { binaryFocalCrossEntropy } from "./binaryFocalCrossEntropy.ts";
import { categoricalCrossEntropy } from "./categoricalCrossEntropy.ts";
import { meanSquaredError } from "./meanSquaredError.ts";
import { sparseCategoricalCrossEntropy } from "./sparseCategoricalCrossEntropy.ts";

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8"));
}

interface Numbers {
  readonly data: number[];
  readonly shape: number[];
}
interface Golden {
  readonly name: string;
  readonly targets: Numbers;
  readonly outputs: Numbers;
  readonly loss: number;
  readonly gradient: readonly number[];
}
const { losses } = fixture("small_net.json") as { losses: readonly Golden[] };
const rankings = fixture("binary.json") as readonly (Record<string, number> & {
  readonly labels: number[];
  readonly scores: number[];
})[];

const LOSSES: Readonly<Record<string, Loss>> = {
  binaryCrossEntropy: binaryCrossEntropy(),
  "binaryCrossEntropy 0.1": binaryCrossEntropy({ labelSmoothing: 0.1 }),
  "binaryCrossEntropy of 3": binaryCrossEntropy(),
  binaryFocalCrossEntropy: binaryFocalCrossEntropy({ gamma: 1.5 }),
  "binaryFocalCrossEntropy balanced": binaryFocalCrossEntropy({ alpha: 0.25 }),
  categoricalCrossEntropy: categoricalCrossEntropy(),
  "categoricalCrossEntropy unscaled": categoricalCrossEntropy(),
  "categoricalCrossEntropy 0.1": categoricalCrossEntropy({ labelSmoothing: 0.1 }),
  sparseCategoricalCrossEntropy: sparseCategoricalCrossEntropy(),
  meanSquaredError: meanSquaredError(),
};

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

describe.each(losses)("$name", ({ name, targets, outputs, loss, gradient }) => {
  const labels = () => tensor(targets.data, targets.shape);
  const rows = (predictions: ReturnType<typeof tensor>) => mean(LOSSES[name].compute(labels(), predictions));

  it("is Keras's", () => {
    expect(rows(tensor(outputs.data, outputs.shape)).dataSync()[0]).toBeCloseTo(loss, 5);
  });
  it("has Keras's gradient", () => {
    const found = grad(rows)(tensor(outputs.data, outputs.shape)).dataSync();
    for (const [at, expected] of gradient.entries()) expect(found[at]).toBeCloseTo(expected, 4);
  });
});

describe.each([
  ["binary_crossentropy", binaryCrossEntropy(), 4e-3], // computed in float64; in float32 1 - 1e-7 is 1 - 1.19e-7
  ["bce_label_smoothing_0.05", binaryCrossEntropy({ labelSmoothing: 0.05 }), 1e-5],
  ["focal_gamma2", binaryFocalCrossEntropy({ gamma: 2 }), 1e-5],
  ["focal_gamma2_balanced_alpha0.25", binaryFocalCrossEntropy({ gamma: 2, alpha: 0.25 }), 1e-5],
] as const)("%s of a ranking", (key, loss, within) => {
  it.each(rankings.map((ranking) => [String(ranking["name"]), ranking] as const))(
    "%s is Keras's",
    (_name, ranking) => {
      const [labels, scores] = [ranking.labels, ranking.scores].map((values) =>
        tensor(values, [values.length, 1], "float32"),
      );
      const found = mean(loss.compute(labels, scores)).dataSync()[0];
      expect(Math.abs(found / ranking[key] - 1)).toBeLessThan(within);
    },
  );
});

describe("targets", () => {
  const of = (shape: number[], ...data: number[]) => ({ data: Float32Array.from(data), shape });

  it("of one number per row fit an output with one column", () => {
    expect(matchTargetShape(binaryCrossEntropy(), of([2], 0, 1), [2, 1])).toEqual([2, 1]);
  });
  it("that do not fit the output are rejected with both shapes", () => {
    expect(() => matchTargetShape(binaryCrossEntropy(), of([2], 0, 1), [2, 3])).toThrow(
      "binaryCrossEntropy: for outputs of shape [2, 3] targets must have shape [2, 3], got [2]; " +
        "for class numbers, write loss: sparseCategoricalCrossEntropy()",
    );
    expect(() => matchTargetShape(sparseCategoricalCrossEntropy(), of([1, 2], 0, 1), [2, 3])).toThrow(
      "sparseCategoricalCrossEntropy: for outputs of shape [2, 3] targets must have shape [2], got [1, 2]",
    );
  });
  it("that are invalid for the loss are rejected with their position", () => {
    expect(() => matchTargetShape(binaryCrossEntropy(), of([2], 0, 255), [2, 1])).toThrow(
      "binaryCrossEntropy: targets must be numbers from 0 to 1, got 255 at position 1",
    );
    expect(() => matchTargetShape(sparseCategoricalCrossEntropy(), of([2], 0, 3), [2, 3])).toThrow(
      "sparseCategoricalCrossEntropy: targets must be whole numbers from 0 to 2, got 3 at position 1",
    );
    expect(() => matchTargetShape(sparseCategoricalCrossEntropy(), of([2], 0, 1), [2, 1])).toThrow(
      "from 0 to 0, got 1 at position 1; for two classes and one output, write loss: binaryCrossEntropy()",
    );
  });
});
