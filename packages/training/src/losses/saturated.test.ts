import { foldBatchNorm } from "@tensorloom/graph";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { env, mul, tensor, type Tensor } from "@tensorflow/tfjs-core";
import {
  input,
  layers,
  type LayersModel,
  model as graph,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Batch } from "../batch/batch.ts";
import { evaluate } from "../trainer/evaluate.ts";
import { fit } from "../trainer/fit.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import type { Loss } from "./loss.ts";
import { sgd } from "../optimizers/sgd.ts";
import { binaryCrossEntropy } from "./binaryCrossEntropy.ts";
import { binaryFocalCrossEntropy } from "./binaryFocalCrossEntropy.ts";
import { categoricalCrossEntropy } from "./categoricalCrossEntropy.ts";
import { sparseCategoricalCrossEntropy } from "./sparseCategoricalCrossEntropy.ts";

interface Case {
  readonly units: number;
  readonly ending: string;
  readonly loss: string;
  readonly options: object;
  readonly rate: number;
  readonly targets: readonly number[];
  readonly losses: readonly number[];
  readonly evaluated: number;
  readonly kernel: readonly number[];
}
interface Golden {
  readonly inputs: { readonly data: readonly number[]; readonly shape: readonly number[] };
  readonly kernels: Readonly<Record<string, readonly number[]>>;
  readonly cases: readonly Case[];
}
const file = new URL("../../fixtures/saturated.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden; // fixtures/generateSaturated.py wrote it
const LOSSES: Readonly<Record<string, (options: object) => Loss>> = {
  binaryCrossEntropy,
  binaryFocalCrossEntropy,
  categoricalCrossEntropy,
  sparseCategoricalCrossEntropy,
};
type Activation = "linear" | "sigmoid" | "softmax";

const dense = (units: number, activation: Activation, more: object = {}) =>
  layers.dense({ units, activation, useBias: false, ...more });

/** All models that end in an activation. Each must compute the same as Dense with that activation. */
const STRUCTURES: Readonly<Record<string, (units: number, activation: Activation) => LayersModel>> = {
  "dense with activation": (units, activation) =>
    sequential({ layers: [dense(units, activation, { inputShape: [2] })] }),
  "activation layer": (units, activation) =>
    sequential({ layers: [dense(units, "linear", { inputShape: [2] }), layers.activation({ activation })] }),
  "before layers that return their input": (units, activation) =>
    sequential({
      layers: [
        sequential({ layers: [dense(units, activation, { inputShape: [2] }), layers.dropout({ rate: 0 })] }),
        layers.activation({ activation: "linear" }),
      ],
    }),
  "a convolution before a linear activation": (units, activation) =>
    sequential({
      layers: [
        layers.reshape({ targetShape: [1, 1, 2], inputShape: [2] }),
        layers.conv2d({ filters: units, kernelSize: 1, activation, useBias: false }),
        layers.activation({ activation: "linear" }),
      ],
    }),
  "sequential in functional": (units, activation) => {
    const inner = sequential({ layers: [dense(units, activation, { inputShape: [2] })] });
    const start = input({ shape: [2] });
    return graph({ inputs: start, outputs: inner.apply(start) as SymbolicTensor });
  },
  "three deep": (units, activation) => {
    const start = input({ shape: [units] });
    const inner = graph({
      inputs: start,
      outputs: layers.activation({ activation }).apply(start) as SymbolicTensor,
    });
    const middle = sequential({ layers: [dense(units, "linear", { inputShape: [2] }), inner] });
    return sequential({ layers: [middle] });
  },
  "activation in two places": (units, activation) => {
    const start = input({ shape: [2] });
    const shared = layers.activation({ activation });
    const product = dense(units, "linear").apply(start) as SymbolicTensor;
    const nothing = layers
      .dense({ units, kernelInitializer: "zeros", useBias: false, trainable: false })
      .apply(shared.apply(product)) as SymbolicTensor;
    const sum = layers.add().apply([product, nothing]) as SymbolicTensor;
    return graph({ inputs: start, outputs: shared.apply(sum) as SymbolicTensor });
  },
  "a model that cannot be made lean": (units, activation) =>
    sequential({
      layers: [
        layers.masking({ maskValue: 1e9, inputShape: [1, 2] }),
        layers.globalAveragePooling1d(),
        dense(units, activation),
      ],
    }),
  "a lean model in one that cannot be": (units, activation) =>
    sequential({
      layers: [
        layers.masking({ maskValue: 1e9, inputShape: [1, 2] }),
        layers.globalAveragePooling1d(),
        sequential({
          layers: [dense(units, "linear", { inputShape: [2] }), layers.activation({ activation })],
        }),
      ],
    }),
  "convolution of one pixel": (units, activation) =>
    sequential({
      layers: [
        layers.conv2d({ filters: units, kernelSize: 1, activation, useBias: false, inputShape: [1, 1, 2] }),
      ],
    }),
};

function fromKeras({ units, ending }: Case, structure: string): LayersModel {
  const words = ending.split(" ");
  const activation = words.at(-1) as Activation; // the fixture has no others
  const model = STRUCTURES[structure](units, activation);
  const [kernel] = model.trainableWeights;
  const value: Tensor = tensor([...golden.kernels[String(units)]], kernel.shape as number[]);
  kernel.write(value);
  if (words[0] !== "reshaped") return model;
  return sequential({ layers: [model, layers.reshape({ targetShape: [units] })] });
}

function batchOf({ targets, loss, units }: Case, model: LayersModel): Batch {
  const rows = golden.inputs.shape[0];
  const one = loss.startsWith("sparse") ? [] : [units];
  const middle = model.outputs[0].shape.length === 4 ? [1, 1] : [];
  return {
    inputs: {
      data: Float32Array.from(golden.inputs.data),
      shape: [rows, ...(model.inputs[0].shape.slice(1) as number[])],
    },
    targets: { data: Float32Array.from(targets), shape: [rows, ...middle, ...one] },
  };
}

async function compare(one: Case, structure: string, more: Partial<FitOptions> = {}): Promise<void> {
  const model = fromKeras(one, structure);
  const train = fromArray([batchOf(one, model)]);
  const loss = LOSSES[one.loss](one.options);
  const before = await evaluate(model, train, { loss, metrics: [], replicas: more.replicas });
  expect(relative(before["loss"], one.evaluated)).toBeLessThan(1e-6);
  const run = { train, loss, epochs: one.losses.length, optimizer: sgd(), schedule: one.rate, metrics: [] };
  const { epochs } = await fit(model, { onWarning: () => undefined, ...run, ...more });
  for (const [at, { logs }] of epochs.entries())
    expect(relative(logs["loss"], one.losses[at])).toBeLessThan(2e-6);
  const kernel = await model.trainableWeights[0].read().data();
  for (const [at, value] of one.kernel.entries()) expect(kernel[at]).toBeCloseTo(value, 4);
  model.dispose();
}

function relative(found: number, expected: number): number {
  return Math.abs(found - expected) / Math.abs(expected);
}

async function start(backend: "cpu" | "wasm"): Promise<void> {
  env().set("IS_TEST", true);
  await useBackend(backend);
}

const nameOf = ({ units, ending, loss, options }: Case): string =>
  `${loss} ${JSON.stringify(options)} of ${String(units)} ${ending}`;
const named = golden.cases.map((one) => [nameOf(one), one] as const);

describe.each(["cpu", "wasm"] as const)("on %s, losses of saturated outputs", (backend) => {
  it.each(named)("are Keras's for %s", async (_name, one) => {
    await start(backend);
    await compare(one, "dense with activation");
  });
});

/** A loss of each kind with each activation. How a model ends has nothing to do with a loss's options. */
const BARE = named.filter(
  ([, { ending, options }]) => Object.keys(options).length === 0 && !ending.includes(" "),
);

describe.each(["cpu", "wasm"] as const)("on %s", (backend) => {
  it.each(Object.keys(STRUCTURES).slice(1))("%s computes Keras's losses", async (structure) => {
    await start(backend);
    for (const [, each] of BARE) await compare(each, structure);
  });
});

describe("a model whose activation ends a recomputed segment", () => {
  it.each([{ recompute: true }, { recompute: { every: 1 } }, { recompute: { every: 2 } }] as const)(
    "computes Keras's losses with %j",
    async (more) => {
      await start("wasm");
      for (const [, each] of BARE)
        for (const structure of [
          "dense with activation",
          "activation layer",
          "before layers that return their input",
          "three deep",
        ])
          await compare(each, structure, more);
    },
  );
});

describe("a run of replicas", () => {
  it("computes Keras's losses", async () => {
    await start("wasm");
    const chosen = ["binaryCrossEntropy", "sparseCategoricalCrossEntropy", "binaryFocalCrossEntropy"];
    for (const loss of chosen) {
      const [, each] = BARE.find(([, one]) => one.loss === loss) ?? BARE[0];
      await compare(each, "dense with activation", { replicas: 2 });
    }
  });
});

describe("a folded model", () => {
  it("keeps the gradient of a confident wrong prediction", async () => {
    await start("cpu");
    const model = sequential({
      layers: [
        layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: "ones" }),
        layers.batchNormalization({ epsilon: 0 }),
        layers.activation({ activation: "sigmoid" }),
      ],
    });
    const folded = await foldBatchNorm(model);
    expect(folded.layers).toHaveLength(2);
    const train = fromArray([
      {
        inputs: { data: Float32Array.of(30), shape: [1, 1] },
        targets: { data: Float32Array.of(0), shape: [1] },
      },
    ]);
    const run = { train, epochs: 2, optimizer: sgd(), schedule: 0.01, metrics: [] };
    const { epochs } = await fit(folded, { ...run, loss: binaryCrossEntropy() });
    expect(epochs[0].logs["loss"]).toBeCloseTo(30, 4);
    expect(epochs[1].logs["loss"]).toBeLessThan(22);
  });
});

describe("binaryFocalCrossEntropy", () => {
  const sure: Case = {
    units: 1,
    ending: "sigmoid",
    loss: "binaryFocalCrossEntropy",
    options: {},
    rate: 1,
    targets: [1, 1, 0, 1, 0, 0],
    losses: [],
    evaluated: 0,
    kernel: [],
  };
  it.each([0, 0.01, 0.5, 0.99])(
    "has finite gradients with gamma %s if a prediction is exactly right",
    async (gamma) => {
      for (const [backend, ending] of [
        ["cpu", "sigmoid"],
        ["wasm", "sigmoid"],
        ["cpu", "reshaped sigmoid"],
        ["wasm", "linear"],
      ] as const) {
        await start(backend);
        const model = fromKeras({ ...sure, ending }, "dense with activation");
        const loss = binaryFocalCrossEntropy({ gamma, fromLogits: ending === "linear" });
        const run = { epochs: 3, optimizer: sgd(), schedule: 1, metrics: [] };
        const { epochs } = await fit(model, { train: fromArray([batchOf(sure, model)]), ...run, loss });
        for (const { logs } of epochs) expect(logs["loss"]).toBeGreaterThan(0);
        const kernel = await model.trainableWeights[0].read().data();
        expect([...kernel].every(Number.isFinite)).toBe(true);
      }
    },
  );

  it("equals binaryCrossEntropy with gamma 0", async () => {
    await start("cpu");
    const runs = [binaryCrossEntropy(), binaryFocalCrossEntropy({ gamma: 0 })].map(async (loss) => {
      const model = fromKeras(sure, "dense with activation");
      const run = { epochs: 3, optimizer: sgd(), schedule: 1, metrics: [] };
      const { epochs } = await fit(model, { train: fromArray([batchOf(sure, model)]), ...run, loss });
      return epochs.map(({ logs }) => logs["loss"]);
    });
    const [plain, focal] = await Promise.all(runs);
    expect(focal).toEqual(plain);
  });
});

describe("a custom loss", () => {
  it("uses the logits too if it calls a loss of this package, and probabilities otherwise", async () => {
    await start("cpu");
    const [, one] = named[0];
    const base = binaryCrossEntropy();
    const model = fromKeras(one, "dense with activation");
    const seen: number[] = [];
    const twice: Loss = {
      ...base,
      compute(targets, predictions) {
        seen.push(...predictions.dataSync());
        return mul(base.compute(targets, predictions), 2);
      },
    };
    const { loss } = await evaluate(model, fromArray([batchOf(one, model)]), { loss: twice, metrics: [] });
    expect(loss).toBeCloseTo(2 * one.evaluated, 4);
    expect(Math.max(...seen)).toBe(1);
  });
});

describe("a model that outputs logits", () => {
  it("are turned into probabilities for the metrics", async () => {
    await start("cpu");
    const model = sequential({
      layers: [layers.dense({ units: 1, useBias: false, inputShape: [1], kernelInitializer: "ones" })],
    });
    const train = fromArray([
      {
        inputs: { data: Float32Array.of(0.2, -0.2, 0.4), shape: [3, 1] },
        targets: { data: Float32Array.of(1, 0, 1), shape: [3] },
      },
    ]);
    const loss = binaryCrossEntropy({ fromLogits: true });
    expect(await evaluate(model, train, { loss })).toMatchObject({ accuracy: 1, auc: 1 });
    const { epochs } = await fit(model, { train, loss, epochs: 1 });
    expect(epochs[0].logs).toMatchObject({ accuracy: 1, auc: 1 });
  });

  it("are warned of if the model ends in an activation", async () => {
    await start("cpu");
    const sentences: string[] = [];
    const [, one] = named[0];
    const model = fromKeras(one, "dense with activation");
    const loss = binaryCrossEntropy({ fromLogits: true });
    const train = fromArray([batchOf(one, model)]);
    await fit(model, { train, loss, epochs: 1, onWarning: (sentence) => sentences.push(sentence) });
    expect(sentences).toEqual([
      `fit: binaryCrossEntropy has fromLogits, but ${model.name} ends in sigmoid: its outputs are not logits`,
    ]);
  });
});
