import { allVariables } from "@tensorloom/graph/internal";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import {
  customGrad,
  env,
  fill,
  memory,
  mul,
  serialization,
  sqrt,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { Batch } from "../batch/batch.ts";
import { evaluate } from "../trainer/evaluate.ts";
import { fit } from "../trainer/fit.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import { infer } from "../predictor/infer.ts";
import type { Loss } from "../losses/loss.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { sparseCategoricalCrossEntropy } from "../losses/sparseCategoricalCrossEntropy.ts";
import { modelCheckpoint } from "../files/modelCheckpoint.ts";
import { saveModel } from "../files/saveModel.ts";
import { NonFiniteError } from "./nonFiniteError.ts";
import { sgd } from "../optimizers/sgd.ts";
import { predict } from "../predictor/predict.ts";

/** Dense, batch normalisation that trains, relu6 (which tfjs's wasm takes NaN away with), and a head. */
function net(): LayersModel {
  return sequential({
    layers: [
      layers.dense({ units: 4, inputShape: [2], name: "first" }),
      layers.batchNormalization({ name: "norm" }),
      layers.activation({ activation: "relu6" }),
      layers.dense({ units: 1, activation: "sigmoid", name: "head" }),
    ],
  });
}

const ROWS = 4;
function batch(more: Partial<Batch> = {}): Batch {
  return {
    inputs: { data: Float32Array.from({ length: 2 * ROWS }, (_, i) => Math.sin(i)), shape: [ROWS, 2] },
    targets: { data: Float32Array.of(0, 1, 1, 0), shape: [ROWS] },
    weights: { data: Float32Array.of(1, 2, 1, 1), shape: [ROWS] },
    ...more,
  };
}

/** A batch of which the first layer of ones makes infinities. */
function huge(): Batch {
  return batch({ inputs: { data: new Float32Array(2 * ROWS).fill(3e38), shape: [ROWS, 2] } });
}

/** {@link net} with a first layer of ones. */
function netOfOnes(): LayersModel {
  const model = net();
  model.layers[0].setWeights([fill([2, 4], 1), fill([4], 0)]);
  return model;
}

function spoilt(of: "inputs" | "targets" | "weights", value: number): Batch {
  const good = batch();
  const { data, shape } = good[of] as { data: Float32Array; shape: number[] };
  const copy = data.slice();
  copy[copy.length - 1] = value;
  return { ...good, [of]: { data: copy, shape } };
}

async function numbersOf(model: LayersModel): Promise<Readonly<Record<string, readonly number[]>>> {
  const found: Record<string, readonly number[]> = {};
  for (const [name, variable] of allVariables(model)) found[name] = [...(await variable.data())];
  return found;
}

const loss = binaryCrossEntropy();
const BACKENDS = ["cpu", "wasm"] as const;

async function start(backend: "cpu" | "wasm"): Promise<void> {
  env().set("IS_TEST", true);
  await useBackend(backend);
}

/** Runs two good steps, then the one that must fail; the weights after the good ones are the weights in the end. */
async function failing(
  model: LayersModel,
  bad: readonly Batch[],
  more: Partial<FitOptions> = {},
): Promise<NonFiniteError> {
  const folder = join(mkdtempSync(join(tmpdir(), "nan-")), "model");
  let after = await numbersOf(model);
  const tensors = memory().numTensors;
  const run = fit(model, {
    train: fromArray([...Array.from({ length: 2 * (more.accumulate ?? 1) }, () => batch()), ...bad]),
    epochs: 1,
    loss,
    schedule: 0.01,
    metrics: [],
    callbacks: [
      modelCheckpoint(folder, { monitor: "loss" }),
      { onStepEnd: async () => void (after = await numbersOf(model)) },
    ],
    ...more,
  });
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(NonFiniteError);
  expect(await numbersOf(model)).toEqual(after);
  expect(Object.values(after).flat().every(Number.isFinite)).toBe(true);
  expect(existsSync(join(folder, "model.json"))).toBe(false);
  expect(memory().numTensors).toBe(tensors);
  return error as NonFiniteError; // as it was just found to be
}

const PLACES = [
  ["inputs", "the inputs hold", "inputs"],
  ["targets", "the targets hold", "targets"],
  ["weights", "the weights of the rows hold", "row weights"],
] as const;
const VALUES = [NaN, Infinity, -Infinity];
const WAYS: readonly (readonly [string, Partial<FitOptions>])[] = [
  ["alone", {}],
  ["with accumulation", { accumulate: 2 }],
  ["with recomputation", { recompute: { every: 1 } }],
  ["with clipped gradients", { clip: { value: 0.1 } }],
  ["with gradient descent", { optimizer: sgd() }],
  ["with micro-batches", { microBatch: 2 }],
];

describe.each(BACKENDS)("on %s, a number that is not finite", (backend) => {
  beforeEach(() => start(backend));

  describe.each(WAYS)("%s", (_way, more) => {
    it.each(PLACES)("in the %s of a batch ends the run before a weight changes", async (of, words, where) => {
      for (const value of VALUES) {
        const bad = spoilt(of, value);
        const error = await failing(net(), more.accumulate === 2 ? [batch(), bad] : [bad], more);
        expect(error.message).toContain(`fit: ${words} ${String(value)} in row 3 in epoch 1, step 3`);
        expect(error).toMatchObject({ where, row: 3, epoch: 0, step: 2 });
      }
    });

    it("in a gradient of a finite loss ends the run before a weight changes, and is named", async () => {
      let calls = 0;
      const broken: Loss = {
        name: "broken",
        task: "regression",
        compute: (targets, predictions) => {
          const rows = meanSquaredError().compute(targets, predictions);
          const isBad = calls++ >= 2 * (more.accumulate ?? 1) * (more.microBatch === 2 ? 2 : 1);
          return isBad ? withoutGradient(rows) : rows;
        },
      };
      const error = await failing(net(), [batch(), batch()], { ...more, loss: broken });
      expect(error).toMatchObject({ where: "gradient", variable: "first/kernel", epoch: 0, step: 2 });
      expect(error.message).toMatch(
        /^fit: the gradient of first\/kernel holds NaN or an infinity \(the loss is [\d.e-]+\) in epoch 1, step 3, at learning rate 0.01/,
      );
    });

    it("in a loss ends the run before a weight changes, moving statistics included", async () => {
      let calls = 0;
      const broken: Loss = {
        ...loss,
        compute: (targets, predictions) => {
          const isBad = calls++ >= 2 * (more.accumulate ?? 1) * (more.microBatch === 2 ? 2 : 1);
          return isBad
            ? mul(loss.compute(targets, predictions), Infinity)
            : loss.compute(targets, predictions);
        },
      };
      const error = await failing(net(), [batch(), batch()], { ...more, loss: broken });
      expect(error).toMatchObject({ where: "loss", epoch: 0, step: 2 });
    });
  });

  it("in the forward pass ends the run, and moving statistics are restored", async () => {
    const error = await failing(netOfOnes(), [huge()]);
    expect(["statistic", "outputs", "loss", "gradient"]).toContain(error.where);
  });

  it.each(["first/kernel", "norm/moving_variance", "head/bias"])(
    "in the loaded weight %s ends the run before its first step",
    async (name) => {
      const model = net();
      const variable = allVariables(model).get(name);
      variable?.assign(tidy(() => fill(variable.shape, NaN)));
      const before = await numbersOf(model);
      const run = fit(model, { train: fromArray([batch()]), epochs: 1, loss });
      await expect(run).rejects.toThrow(
        `fit: weight ${name} holds NaN or an infinity in epoch 1, step 1: load or initialise it again`,
      );
      await expect(run).rejects.toBeInstanceOf(NonFiniteError);
      expect(await numbersOf(model)).toEqual(before);
    },
  );

  it.each([
    ["adam", undefined],
    ["gradient descent", sgd()],
  ])("in the update of %s ends the run before any callback sees it", async (_name, optimizer) => {
    const seen: number[] = [];
    const saved: unknown[] = [];
    const model = net();
    const tensors = memory().numTensors;
    const run = fit(model, {
      train: fromArray([batch(), batch(), batch()]),
      epochs: 2,
      loss,
      optimizer,
      schedule: (step) => (step === 1 ? 1e300 : 1e-3),
      callbacks: [
        { onStepEnd: ({ step }) => void seen.push(step), onEpochEnd: ({ epoch }) => void saved.push(epoch) },
      ],
    });
    await expect(run).rejects.toThrow(
      /^fit: the update made weight \w+\/\w+ NaN or an infinity \(the loss is [\d.e-]+\) in epoch 1, step 2, at learning rate 1e\+300/,
    );
    await expect(run).rejects.toMatchObject({ name: "NonFiniteError", where: "update", epoch: 0, step: 1 });
    expect(seen).toEqual([0]);
    expect(saved).toEqual([]);
    expect(memory().numTensors).toBe(tensors);
  });

  it("in a weight that a callback assigns ends the run at the next step, and at the end of the epoch", async () => {
    const assign = (model: LayersModel) => model.layers[0].setWeights([fill([2, 4], NaN), fill([4], 0)]);
    for (const batches of [1, 2]) {
      const model = net();
      const run = fit(model, {
        train: fromArray(Array.from({ length: batches }, () => batch())),
        epochs: 1,
        loss,
        callbacks: [
          {
            onStepEnd: () => {
              assign(model);
            },
          },
        ],
      });
      await expect(run).rejects.toMatchObject({
        where: "weight",
        variable: "first/kernel",
        epoch: 0,
        step: batches - 1,
      });
    }
  });

  it.each(PLACES)(
    "in the %s of a validation batch ends the run and is not saved",
    async (of, words, where) => {
      const folder = join(mkdtempSync(join(tmpdir(), "nan-")), "model");
      for (const value of VALUES) {
        const run = fit(net(), {
          train: fromArray([batch()]),
          validation: fromArray([batch(), spoilt(of, value)]),
          epochs: 2,
          loss,
          callbacks: [modelCheckpoint(folder)],
        });
        await expect(run).rejects.toThrow(
          `fit: ${words} ${String(value)} in row 3 in the validation of epoch 1, batch 2: look at what made this batch`,
        );
        await expect(run).rejects.toMatchObject({
          name: "NonFiniteError",
          phase: "validation",
          where,
          epoch: 0,
        });
        expect(existsSync(join(folder, "model.json"))).toBe(false);
      }
    },
  );

  it("is rejected by evaluate, predict and infer, in inputs and in weights", async () => {
    const model = net();
    const bad = { ...spoilt("inputs", NaN), ids: ["a", "b", "c", "d"] };
    const source = fromArray([batch(), bad]);
    await expect(evaluate(model, source, { loss })).rejects.toThrow(
      'evaluate: the inputs hold NaN in row 3 (id "d") in batch 2: look at what made this batch',
    );
    await expect(predict(model, source)).rejects.toThrow(
      'predict: the inputs hold NaN in row 3 (id "d") in batch 2',
    );
    await expect(infer(model)(bad.inputs)).rejects.toThrow("infer: the inputs hold NaN in row 3");
    expect((await predict(model, source, { allowNonFinite: true })).outputs.shape).toEqual([8, 1]);
    model.layers[0].setWeights([fill([2, 4], NaN), fill([4], 0)]);
    const good = fromArray([batch()]);
    await expect(evaluate(model, good, { loss })).rejects.toThrow("evaluate: weight first/kernel holds NaN");
    await expect(predict(model, good)).rejects.toThrow("predict: weight first/kernel holds NaN");
    await expect(infer(model)(batch().inputs)).rejects.toThrow("infer: weight first/kernel holds NaN");
  });

  it("in outputs is rejected by evaluate and predict, and named by its row", async () => {
    const model = sequential({
      layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })],
    });
    const root = new Rooting({ inputShape: [1] });
    const made = sequential({ layers: [root, ...model.layers] });
    const source = fromArray([
      {
        inputs: { data: Float32Array.of(4, -4), shape: [2, 1] },
        targets: { data: Float32Array.of(1, 1), shape: [2] },
      },
    ]);
    await expect(predict(made, source)).rejects.toThrow("predict: the outputs hold NaN in row 1 in batch 1");
    await expect(evaluate(made, source, { loss: meanSquaredError() })).rejects.toThrow(
      "evaluate: the outputs hold NaN in row 1 in batch 1",
    );
  });

  it("is not saved", async () => {
    const model = net();
    const folder = join(mkdtempSync(join(tmpdir(), "nan-")), "model");
    await saveModel(model, folder);
    const before = readdirSync(folder);
    model.layers[3].setWeights([fill([4, 1], Infinity), fill([1], 0)]);
    await expect(saveModel(model, folder)).rejects.toThrow(
      "saveModel: weight head/kernel holds NaN or an infinity: nothing was written",
    );
    expect(readdirSync(folder)).toEqual(before);
  });

  it("is found although wasm's own kernels would lose it: rows of NaN and three classes", async () => {
    const model = sequential({
      layers: [layers.dense({ units: 3, activation: "softmax", inputShape: [2] })],
    });
    const bad = {
      inputs: { data: Float32Array.of(NaN, 2, 3, 4), shape: [2, 2] },
      targets: { data: Float32Array.of(0, 1), shape: [2] },
    };
    const run = fit(model, { train: fromArray([bad]), epochs: 1, loss: sparseCategoricalCrossEntropy() });
    await expect(run).rejects.toThrow("fit: the inputs hold NaN in row 0 in epoch 1, step 1");
  });

  it("is also a double that is too large for float32", async () => {
    const inputs = { data: new Float64Array(2 * ROWS).fill(1e39), shape: [ROWS, 2] };
    const error = await failing(net(), [batch({ inputs })]);
    expect(error.message).toContain("the inputs hold Infinity in row 0");
  });

  it("is not a weight of a row below 0, which is rejected as well", async () => {
    const run = fit(net(), { train: fromArray([spoilt("weights", -1)]), epochs: 1, loss });
    await expect(run).rejects.toThrow("fit: weights of rows must be at least 0, got -1 at position 3 of [4]");
  });
});

describe("replicas", () => {
  beforeEach(() => start("wasm"));

  it.each(PLACES)("end before a weight changes if the %s hold NaN", async (of, words) => {
    const error = await failing(net(), [spoilt(of, NaN)], { replicas: 2 });
    expect(error.message).toContain(`fit: ${words} NaN in row 3 in epoch 1, step 3`);
  });

  it("end before a weight changes if a gradient holds NaN", async () => {
    for (const optimizer of [undefined, { ...sgd(), config: undefined }]) {
      let calls = 0;
      const broken: Loss = {
        ...meanSquaredError(),
        compute: (targets, predictions) => {
          const rows = meanSquaredError().compute(targets, predictions);
          return calls++ >= 2 ? withoutGradient(rows) : rows;
        },
      };
      const error = await failing(net(), [batch()], { replicas: 2, loss: broken, optimizer });
      expect(error).toMatchObject({ where: "gradient", variable: "first/kernel", step: 2 });
    }
  });

  it("end before a weight changes if the forward pass makes it", async () => {
    await failing(netOfOnes(), [huge()], { replicas: 2 });
  });
});

/** The same numbers, with gradients that are NaN. */
function withoutGradient(rows: Tensor): Tensor {
  return customGrad((x) => ({
    value: (x as Tensor).clone(),
    gradFunc: (dy: Tensor) => fill(dy.shape, NaN),
  }))(rows);
}

/** The square root, NaN below 0. */
class Rooting extends layers.Layer {
  static readonly className = "Rooting";
  override call(inputs: Tensor | Tensor[]): Tensor {
    const [x] = Array.isArray(inputs) ? inputs : [inputs];
    return sqrt(x);
  }
  override computeOutputShape(shape: (number | null)[]): (number | null)[] {
    return shape;
  }
}
serialization.registerClass(Rooting);
