import { useBackend } from "@tensorloom/backend";
import { fromArray, type NDArray } from "@tensorloom/data";
import { classWeights } from "@tensorloom/metrics";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Batch,
  binaryCrossEntropy,
  categoricalCrossEntropy,
  fit,
  type FitOptions,
  type Loss,
  meanSquaredError,
  sparseCategoricalCrossEntropy,
} from "../index.ts";

beforeAll(() => useBackend("cpu"));

const array = (values: readonly number[], ...shape: readonly number[]): NDArray => ({
  data: Float32Array.from(values),
  shape,
});

/** All outputs of a new model are equal: each row's loss is the logarithm of their number, or of 2. */
function net(units: number): LayersModel {
  const activation = units === 1 ? "sigmoid" : "softmax";
  return sequential({
    layers: [layers.dense({ units, activation, inputShape: [1], kernelInitializer: "zeros" })],
  });
}

async function firstLoss(
  model: LayersModel,
  loss: Loss,
  batch: Batch,
  options: Partial<FitOptions>,
): Promise<number> {
  const losses: number[] = [];
  const onStepEnd = ({ loss: value }: { readonly loss: number }): void => void losses.push(value);
  await fit(model, { train: fromArray([batch]), epochs: 1, loss, callbacks: [{ onStepEnd }], ...options });
  model.dispose();
  return losses[0];
}

const inputs = array([1, 2, 3, 4], 4, 1);
const CASES: readonly (readonly [string, Loss, number, Batch, readonly number[], number])[] = [
  ["binary", binaryCrossEntropy(), 1, { inputs, targets: array([0, 1, 0, 0], 4) }, [1, 5], 8 / 4],
  [
    "binary, [rows, 1]",
    binaryCrossEntropy(),
    1,
    { inputs, targets: array([0, 1, 0, 0], 4, 1) },
    [1, 5],
    8 / 4,
  ],
  [
    "soft labels",
    binaryCrossEntropy(),
    1,
    { inputs, targets: array([0.1, 0.9, 0.1, 0.1], 4) },
    [1, 5],
    8 / 4,
  ],
  [
    "class indices",
    sparseCategoricalCrossEntropy(),
    3,
    { inputs, targets: array([0, 2, 1, 2], 4) },
    [1, 2, 4],
    11 / 4,
  ],
  [
    "one-hot rows",
    categoricalCrossEntropy(),
    3,
    { inputs, targets: array([1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1], 4, 3) },
    [1, 2, 4],
    11 / 4,
  ],
];

describe("classWeights", () => {
  it.each(CASES)(
    "multiply the losses of rows by their class: %s",
    async (_, loss, units, batch, weights, mean) => {
      const each = Math.log(Math.max(2, units));
      expect(await firstLoss(net(units), loss, batch, { classWeights: weights })).toBeCloseTo(mean * each, 5);
      expect(await firstLoss(net(units), loss, batch, {})).toBeCloseTo(each, 5);
    },
  );

  it("multiply the weights of rows, also with micro-batches and accumulation", async () => {
    const batch = { inputs, targets: array([0, 1, 0, 1], 4), weights: array([2, 1, 0, 3], 4) };
    for (const options of [{}, { microBatch: 1 }, { accumulate: 2 }])
      expect(
        await firstLoss(net(1), binaryCrossEntropy(), batch, { classWeights: [1, 5], ...options }),
      ).toBeCloseTo((22 / 4) * Math.LN2, 5);
  });

  it("do not change the validation", async () => {
    const batch = { inputs, targets: array([0, 1, 0, 0], 4) };
    const { epochs } = await fit(net(1), {
      train: fromArray([batch]),
      validation: fromArray([batch]),
      epochs: 1,
      loss: binaryCrossEntropy(),
      schedule: 0,
      classWeights: classWeights("balanced", batch.targets.data),
    });
    expect(epochs[0].logs["val_loss"]).toBeCloseTo(Math.LN2, 5);
    expect(epochs[0].logs["loss"]).toBeCloseTo(Math.LN2, 5); // the mean balanced weight is 1
  });

  it("leave invalid targets to the loss", async () => {
    const train = (targets: NDArray, loss: Loss) =>
      firstLoss(net(3), loss, { inputs, targets }, { classWeights: [1, 2, 3] });
    await expect(train(array([0, 1, 2, 255], 4), sparseCategoricalCrossEntropy())).rejects.toThrow(
      "sparseCategoricalCrossEntropy: targets must be whole numbers from 0 to 2, got 255",
    );
    await expect(train(array([0, 1, 0, 0], 4), categoricalCrossEntropy())).rejects.toThrow(
      "categoricalCrossEntropy: for outputs of shape",
    );
  });

  it.each<readonly [Loss, number, unknown, string]>([
    [binaryCrossEntropy(), 1, [1], "fit: classWeights must have one weight per class, 2, got 1"],
    [
      sparseCategoricalCrossEntropy(),
      3,
      [1, 1],
      "fit: classWeights must have one weight per class, 3, got 2",
    ],
    [
      binaryCrossEntropy(),
      3,
      [1, 1, 1],
      "fit: classWeights need one class per row; binaryCrossEntropy of outputs",
    ],
    [
      meanSquaredError(),
      1,
      [1, 1],
      "fit: classWeights are for classification; targets of meanSquaredError have",
    ],
    [binaryCrossEntropy(), 1, [1, -1], "fit: classWeights[1] must be a finite number of at least 0, got -1"],
    [binaryCrossEntropy(), 1, "balanced", 'write classWeights("balanced", labels) of @tensorloom/metrics'],
  ])("are refused if they do not fit", async (loss, units, weights, message) => {
    const batch = { inputs, targets: array([0, 1, 0, 0], 4) };
    await expect(firstLoss(net(units), loss, batch, { classWeights: weights as never })).rejects.toThrow(
      message,
    );
  });
});
