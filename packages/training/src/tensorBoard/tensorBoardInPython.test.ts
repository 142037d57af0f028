import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Batch } from "../batch/batch.ts";
import type { TrainingRun } from "../callbacks/callback.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { sgd } from "../optimizers/sgd.ts";
import { fit } from "../trainer/fit.ts";
import { tensorBoard } from "./tensorBoard.ts";

const python = process.env["TENSORLOOM_PYTHON"];

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "board-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type ByTag<T> = Readonly<Record<string, readonly T[]>>;
type Points = Readonly<Record<string, ByTag<readonly [step: number, value: number]>>>;

/** What `readRuns.py` prints. */
interface Shown {
  readonly scalars: Points;
  readonly histograms: Points;
  readonly images: Points;
  readonly curves: Readonly<Record<string, ByTag<Readonly<Record<string, unknown>>>>>;
  readonly sessions: readonly Readonly<Record<string, unknown>>[];
}

/** Reads all runs with TensorBoard's own reader and plugins. */
function showInTensorBoard(): Shown {
  const script = join(import.meta.dirname, "../../fixtures/readRuns.py");
  const text = execFileSync(python ?? "", [script, folder], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(text) as Shown; // as the script prints it
}

const batch: Batch = {
  inputs: { data: Float32Array.of(0, 0.25, 0.75, 1), shape: [4, 1, 1, 1] },
  targets: { data: Float32Array.of(0, 0, 1, 1), shape: [4] },
};

describe.skipIf(python === undefined)("TensorBoard shows", () => {
  it("the scalars, histograms, images, PR curves and hyperparameters of a run", async () => {
    await useBackend("cpu");
    const head = layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "ones", name: "head" });
    const model = sequential({ layers: [layers.flatten({ inputShape: [1, 1, 1] }), head] });
    const board = tensorBoard(join(folder, "first"), {
      weightsEvery: 1,
      gradientsEvery: 2,
      images: 2,
      prCurves: { thresholds: 3 },
      hyperparameters: { backbone: "none", frozen: true },
    });
    await fit(model, {
      train: fromArray([batch, batch]),
      validation: fromArray([batch]),
      epochs: 2,
      loss: binaryCrossEntropy(),
      optimizer: sgd(),
      metrics: ["auc"],
      callbacks: [board],
    });
    const shown = showInTensorBoard();
    expect(Object.keys(shown.scalars).sort()).toEqual(["first/train", "first/validation"]);
    const train = shown.scalars["first/train"];
    expect(train["step/learningRate"].map(([step, value]) => [step, Math.fround(value)])).toEqual(
      [1, 2, 3, 4].map((step) => [step, Math.fround(0.001)]),
    );
    expect(shown.scalars["first/validation"]["epoch/auc"]).toEqual([
      [2, 1],
      [4, 1],
    ]);
    const { "weights/head/kernel": weights, "gradients/head/kernel": gradients } =
      shown.histograms["first/train"];
    expect([weights, gradients]).toEqual([
      [
        [2, 1],
        [4, 1],
      ],
      [
        [2, 1],
        [4, 1],
      ],
    ]);
    expect(shown.images["first/train"]["images/inputs"].map(([step]) => step)).toEqual([1, 3]);
    expect(shown.curves["first/validation"]["pr/positive"]).toMatchObject([
      { step: 2, true_positives: [2, 2], false_positives: [2, 1], thresholds: [0, 0.5] },
      { step: 4 },
    ]);
    expect(shown.sessions).toMatchObject([
      {
        name: "first",
        status: 1,
        hparams: { optimizer: "sgd", learningRate: 0.001, batchSize: 4, backbone: "none", frozen: true },
        metrics: { "validation:epoch/auc": 1 },
      },
    ]);
  });

  it("a resumed run without the steps after its checkpoint", async () => {
    const run: TrainingRun = {
      model: sequential(),
      epochs: 1,
      stepsPerEpoch: 6,
      loggedMetrics: [],
      stop: () => undefined,
      scaleLearningRate: () => undefined,
    };
    async function play(from: number, to: number, loss: number): Promise<void> {
      const board = tensorBoard(join(folder, "second"));
      const resumedAt = from === 0 ? undefined : { epoch: 0, step: from, steps: from };
      await board.onBegin?.({ ...run, resumedAt });
      for (let step = from; step < to; step++)
        await board.onStepEnd?.({ epoch: 0, step, loss, meanLoss: loss, rows: 1, learningRate: 1 }, run);
      await board.onEnd?.({ status: "aborted", error: undefined }, run);
    }
    await play(0, 5, 1);
    await play(3, 6, 2);
    expect(showInTensorBoard().scalars["second/train"]["step/loss"]).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 2],
      [5, 2],
      [6, 2],
    ]);
  });
});
