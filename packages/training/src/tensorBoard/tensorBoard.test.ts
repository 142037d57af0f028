import { tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { decodePng } from "@tensorloom/image";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readEvents, readSummaries } from "../../fixtures/readRun.ts";
import type { Batch } from "../batch/batch.ts";
import type { Callback } from "../callbacks/callback.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { sparseCategoricalCrossEntropy } from "../losses/sparseCategoricalCrossEntropy.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import { sgd } from "../optimizers/sgd.ts";
import { fit } from "../trainer/fit.ts";
import { tensorBoard } from "./tensorBoard.ts";

let folder = "";
beforeAll(async () => {
  await useBackend("cpu");
});
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "board-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const part = (name: string) => readSummaries(join(folder, name));
const batchOf = (...values: readonly number[]): Batch => ({
  inputs: { data: Float32Array.from(values), shape: [values.length, 1] },
  targets: { data: new Float32Array(values.length), shape: [values.length] },
});

/** `y = weight * x`, so that the gradient of the mean squared error against 0 is 2 x² weight. */
function net(weight = 1): LayersModel {
  const head = layers.dense({ units: 1, inputShape: [1], useBias: false, name: "head" });
  const model = sequential({ layers: [head] });
  model.setWeights([tensor([[weight]])]);
  return model;
}

type BoardOptions = Parameters<typeof tensorBoard>[1];

/** Two epochs of three steps, with a clock that moves by one second at each look. */
async function train(options: BoardOptions, run: Partial<FitOptions> = {}, model = net()): Promise<void> {
  let seconds = 1_700_000_000;
  const clock = () => 1000 * seconds++;
  await fit(model, {
    train: fromArray([batchOf(1), batchOf(2), batchOf(1)]),
    epochs: 2,
    loss: meanSquaredError(),
    optimizer: sgd(),
    schedule: 0.125,
    callbacks: [tensorBoard(folder, { clock, ...options })],
    ...run,
  });
}

describe("the scalars of tensorBoard", () => {
  it("are of each step and each epoch, over the number of finished steps", async () => {
    await train({});
    const written = await part("train");
    expect(Object.keys(written).sort()).toEqual([
      "epoch/epoch",
      "epoch/learningRate",
      "epoch/loss",
      "step/learningRate",
      "step/loss",
      "step/rowsPerSecond",
    ]);
    expect(written["step/loss"].map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(written["step/loss"][1]).toMatchObject({ value: 2.25 }); // (2 * 0.75)²
    expect(written["epoch/loss"].map(({ step }) => step)).toEqual([3, 6]);
    expect(written["epoch/epoch"]).toMatchObject([{ value: 0 }, { value: 1 }]);
    expect(written["step/rowsPerSecond"].map(({ step }) => step)).toEqual([2, 3, 4, 5, 6]); // the first compiles
  });

  it("have the same names for training and validation, in two folders", async () => {
    await train({}, { validation: fromArray([batchOf(3)]), metrics: [] });
    expect(Object.keys(await part("validation"))).toEqual(["epoch/loss"]);
    expect(readdirSync(folder).filter((name) => !name.startsWith("events"))).toEqual(["train", "validation"]);
  });

  it("are of every so many steps", async () => {
    await train({ scalarsEvery: 4 });
    expect((await part("train"))["step/loss"].map(({ step }) => step)).toEqual([4]);
  });

  it("are of the epochs only if wanted", async () => {
    await train({ scalarsEvery: Infinity });
    expect(Object.keys(await part("train")).filter((tag) => tag.startsWith("step/"))).toEqual([]);
  });
});

describe("the histograms of tensorBoard", () => {
  it("are of the weights after every so many epochs", async () => {
    await train({ weightsEvery: 2 });
    const { "weights/head/kernel": weights } = await part("train");
    expect(weights.map(({ step }) => step)).toEqual([6]);
    expect(weights[0]).toMatchObject({ kind: "histogram", histogram: { count: 1 } });
  });

  it("are of the gradients of every so many steps, before clipping", async () => {
    await train({ gradientsEvery: 3 }, { clip: { norm: 0.001 }, schedule: 0 });
    const { "gradients/head/kernel": gradients } = await part("train");
    expect(gradients.map(({ step }) => step)).toEqual([3, 6]);
    expect(gradients[0]).toMatchObject({ kind: "histogram", histogram: { min: 2, max: 2 } });
  });

  it("are left out by default", async () => {
    await train({});
    expect(Object.keys(await part("train")).filter((tag) => /^(weights|gradients)/.test(tag))).toEqual([]);
  });
});

describe("the images of tensorBoard", () => {
  const classifier = (channels: number): LayersModel =>
    sequential({ layers: [layers.flatten({ inputShape: [2, 2, channels] }), layers.dense({ units: 1 })] });
  const images = (data: Batch["inputs"] & { shape: unknown }) =>
    ({ inputs: data, targets: { data: new Float32Array(3), shape: [3] } }) as Batch;

  async function pixels(options: BoardOptions, batch: Batch, channels: number): Promise<readonly number[][]> {
    await train(options, { train: fromArray([batch]) }, classifier(channels));
    const summaries = (await part("train"))["images/inputs"];
    expect(summaries.map(({ step }) => step)).toEqual([1, 2]); // the first batch of each epoch
    const decoded = summaries.map(async (one) =>
      one.kind === "image" ? [...(await decodePng(one.encoded)).data] : [],
    );
    return Promise.all(decoded);
  }

  it("are the first rows of an epoch's first batch", async () => {
    const data = Uint8Array.from({ length: 12 }, (_, i) => 20 * i);
    const [first] = await pixels({ images: 1 }, images({ data, shape: [3, 2, 2, 1] }), 1);
    expect(first).toEqual([0, 20, 40, 60]);
  });

  it.each<[string, readonly number[], readonly number[]]>([
    ["from 0 to 1", [0, 0.2, 0.4, 1], [0, 51, 102, 255]],
    ["from 0 to 255", [0, 20, 40.4, 255], [0, 20, 40, 255]],
    ["normalised", [-1, -0.5, 0, 1], [0, 64, 128, 255]],
    ["all equal", [0, 0, 0, 0], [0, 0, 0, 0]],
  ])("show floats %s", async (_what, values, expected) => {
    const data = Float32Array.from([...values, ...values, ...values]);
    const [first] = await pixels({ images: 1 }, images({ data, shape: [3, 2, 2, 1] }), 1);
    expect(first).toEqual(expected);
  });

  it("stand in a grid", async () => {
    await train(
      { images: 3 },
      { train: fromArray([images({ data: new Uint8Array(36), shape: [3, 2, 2, 3] })]) },
      classifier(3),
    );
    expect((await part("train"))["images/inputs"][0]).toMatchObject({ height: 6, width: 6 }); // 2 pixels between them
  });

  it("are those that draw returns, after each epoch", async () => {
    await train({
      draw: ({ epoch }) => ({ heat: { data: Uint8Array.of(epoch, 7), shape: [1, 2, 1] } }),
    });
    const { "images/heat": heat } = await part("train");
    expect(heat.map(({ step }) => step)).toEqual([3, 6]);
    expect(heat[1].kind === "image" && (await decodePng(heat[1].encoded)).data).toEqual(Uint8Array.of(1, 7));
  });

  it("must have the shape of images", async () => {
    await expect(train({ images: 2 })).rejects.toThrow(
      "tensorBoard: images: the inputs must be [count, height, width, channels] with 1 to 4 channels, got [1, 1]",
    );
    const drawn = { data: new Uint8Array(5), shape: [1, 1, 5] };
    await expect(train({ draw: () => ({ heat: drawn }) })).rejects.toThrow(
      "tensorBoard: draw: heat must be [count, height, width, channels] with 1 to 4 channels, got [1, 1, 5]",
    );
  });
});

describe("the PR curves of tensorBoard", () => {
  const points: Batch = {
    inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
    targets: { data: Float32Array.of(0, 1, 0, 1), shape: [4] },
  };

  it("are of the whole validation after each epoch", async () => {
    const model = sequential({
      layers: [layers.dense({ units: 1, inputShape: [1], activation: "sigmoid", kernelInitializer: "ones" })],
    });
    const run = {
      validation: fromArray([points, points]),
      loss: binaryCrossEntropy(),
      schedule: 0,
      train: fromArray([points]),
    };
    await train({ prCurves: { thresholds: 3 } }, run, model);
    const { "pr/positive": curves } = await part("validation");
    expect(curves.map(({ step }) => step)).toEqual([1, 2]);
    // at 0, 0.5 and 1: of 4 positive and 4 negative rows, 2 and 2 score above 0.5
    expect(curves[1].kind === "tensor" && [...curves[1].data]).toEqual(
      [
        [4, 2, 0],
        [4, 2, 0],
        [0, 2, 4],
        [0, 2, 4],
        [0.5, 0.5, 0],
        [1, 0.5, 0],
      ].flat(),
    );
  });

  it("leave out a validation that an earlier run has not ended", async () => {
    const model = net(1);
    const board = tensorBoard(folder, { prCurves: { thresholds: 2 } });
    const stop = new AbortController();
    const abort: Callback = { onValidationBatch: () => stop.abort(new Error("enough")) };
    const run = {
      train: fromArray([points]),
      validation: fromArray([points, points]),
      loss: binaryCrossEntropy({ fromLogits: true }),
      epochs: 1,
      schedule: 0,
    };
    const aborted = fit(model, { ...run, callbacks: [board, abort], signal: stop.signal });
    await expect(aborted).rejects.toThrow("enough");
    await fit(model, { ...run, callbacks: [board] });
    const { "pr/positive": curves } = await part("validation");
    expect(curves).toHaveLength(1);
    expect(curves[0].kind === "tensor" && curves[0].data[0]).toBe(4); // true positives, of 8 rows
  });

  const classes = (): LayersModel =>
    sequential({ layers: [layers.dense({ units: 3, inputShape: [1], activation: "softmax" })] });
  const three: Batch = { ...points, targets: { data: Int32Array.of(0, 1, 2, 2), shape: [4] } };
  const run = {
    train: fromArray([three]),
    validation: fromArray([three]),
    loss: sparseCategoricalCrossEntropy(),
  };

  it("are of each class against all others", async () => {
    await train({ prCurves: true }, run, classes());
    const written = await part("validation");
    expect(Object.keys(written).filter((tag) => tag.startsWith("pr/"))).toEqual(["pr/0", "pr/1", "pr/2"]);
    const positives = ["pr/0", "pr/1", "pr/2"].map((tag) => {
      const [curve] = written[tag];
      return curve.kind === "tensor" && curve.data[0];
    });
    expect(positives).toEqual([1, 1, 2]);
  });

  it("have the names of the classes", async () => {
    await train({ prCurves: { labels: ["a", "b", "c"] } }, run, classes());
    expect(Object.keys(await part("validation"))).toContain("pr/b");
    await expect(train({ prCurves: { labels: ["a"] } }, run, classes())).rejects.toThrow(
      "tensorBoard: prCurves.labels must have one name per output, 3, got 1",
    );
  });

  it("are not of each pixel", async () => {
    const inputs = { data: new Float32Array(8), shape: [2, 2, 2, 1] };
    const masks: Batch = { inputs, targets: { data: new Float32Array(8), shape: [2, 2, 2, 1] } };
    const model = sequential({
      layers: [layers.conv2d({ filters: 1, kernelSize: 1, inputShape: [2, 2, 1], activation: "sigmoid" })],
    });
    const run = { train: fromArray([masks]), validation: fromArray([masks]), loss: meanSquaredError() };
    await expect(train({ prCurves: true }, run, model)).rejects.toThrow(
      "tensorBoard: prCurves needs outputs [batch, classes], got [2, 2, 2, 1]",
    );
  });

  it("need a validation", async () => {
    await expect(train({ prCurves: true })).rejects.toThrow(
      "tensorBoard: prCurves needs a validation dataset",
    );
  });
});

describe("the hyperparameters of tensorBoard", () => {
  it("are those of the run, the size of a step and the caller's own", async () => {
    await train({ hyperparameters: { dropout: 0.2, backbone: "B0", optimizer: "mine" } });
    const { "_hparams_/session_start_info": started, "_hparams_/session_end_info": ended } = await part("");
    const [start] = started;
    const text = start.kind === "tensor" ? new TextDecoder().decode(start.content) : "";
    for (const name of ["optimizer", "mine", "learningRate", "batchSize", "dropout", "backbone", "B0"])
      expect(text).toContain(name);
    expect(ended).toHaveLength(1);
  });

  it("have the end of a run that failed, and none of one that was aborted", async () => {
    const abort = new AbortController();
    const fail = { onEpochEnd: () => Promise.reject(new Error("disk full")) };
    const board = tensorBoard(folder);
    await expect(train({}, { callbacks: [board, fail] })).rejects.toThrow("disk full");
    const [end] = (await part(""))["_hparams_/session_end_info"];
    expect(end.kind === "tensor" && end.content.subarray(-11, -9)).toEqual(Uint8Array.of(8, 2)); // status: failure
    rmSync(folder, { recursive: true });
    const stop = { onStepEnd: () => abort.abort(new Error("Ctrl-C")) };
    await expect(train({}, { callbacks: [board, stop], signal: abort.signal })).rejects.toThrow("Ctrl-C");
    expect(Object.keys(await part(""))).toEqual(["_hparams_/session_start_info"]);
  });
});

describe("tensorBoard", () => {
  it("hides the earlier events of its folder in a new run", async () => {
    await train({});
    await train({});
    const starts = (await readEvents(join(folder, "train"))).filter(({ sessionStart }) => sessionStart);
    expect(starts.map(({ step }) => step)).toEqual([0, 0]);
  });

  it("hides what came after the checkpoint in a resumed run, and continues its steps", async () => {
    const board = tensorBoard(folder);
    const run = {
      model: net(),
      epochs: 3,
      stepsPerEpoch: 3,
      loggedMetrics: [{ name: "val_loss", mode: "min" }],
      resumedAt: { epoch: 1, step: 1, steps: 4 },
      stop: () => undefined,
      scaleLearningRate: () => undefined,
    } as const;
    await board.onBegin?.(run);
    await board.onStepEnd?.({ epoch: 1, step: 1, loss: 1, meanLoss: 1, rows: 1, learningRate: 1 }, run);
    await board.onEnd?.({ status: "finished" }, run);
    for (const name of ["", "train", "validation"])
      expect((await readEvents(join(folder, name)))[1]).toMatchObject({ step: 5, sessionStart: true });
    expect((await part("train"))["step/loss"]).toMatchObject([{ step: 5 }]);
  });

  it("reports a folder that cannot be written, and closes its other files", async () => {
    writeFileSync(join(folder, "train"), "a file");
    await expect(train({})).rejects.toThrow(`cannot write ${join(folder, "train")}`);
  });

  it("asks for gradients only if it writes them", () => {
    expect(tensorBoard(folder)).not.toHaveProperty("onGradients");
    expect(tensorBoard(folder, { gradientsEvery: 5 })).toHaveProperty("onGradients");
  });

  it.each<[object, string]>([
    [{ scalarsEvery: 0 }, "scalarsEvery, if it is not Infinity, must be an integer of at least 1, got 0"],
    [{ weightsEvery: 0.5 }, "weightsEvery, if it is not Infinity, must be an integer of at least 1, got 0.5"],
    [
      { gradientsEvery: -1 },
      "gradientsEvery, if it is not Infinity, must be an integer of at least 1, got -1",
    ],
    [{ images: -1 }, "images must be an integer of at least 0, got -1"],
    [{ prCurves: 3 }, "prCurves must be a boolean or an object, got 3"],
    [
      { hyperparameters: { layers: [1] } },
      "hyperparameters.layers must be a text, a number or a boolean, got an array of 1",
    ],
    [{ prCurves: { curves: 3 } }, "prCurves: unknown option curves"],
  ])("rejects %j", (options, message) => {
    expect(() => tensorBoard(folder, options)).toThrow(`tensorBoard: ${message}`);
  });
});
