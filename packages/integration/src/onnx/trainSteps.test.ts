import {
  dispose,
  losses,
  memory,
  type Scalar,
  tensor,
  tensor4d,
  type Tensor,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { layers, type LayersModel, model as modelOf, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { random } from "@tensorloom/core";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { fuse } from "@tensorloom/graph";
import { allVariables, leavesOf, trainableVariables } from "@tensorloom/graph/internal";
import { compileTrainStep, findRuntime, type Runtime } from "@tensorloom/onnx/internal";
import { adam } from "@tensorloom/training";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { symmetric, weightValue } from "../../../backend/fixtures/rule.ts";

const { runtime } = (await findRuntime({ threads: 2 })) as { readonly runtime: Runtime }; // the tests are skipped without
const isMissing = (runtime as Runtime | undefined) === undefined;

const SIDE = 64;
const ROWS = 4;
const STEPS = 3;
const RATE = 1e-4;
const INPUTS = symmetric("train/input", [ROWS, SIDE, SIDE, 3]);
const TARGETS = Float32Array.of(0, 1, 1, 0);

/** B0 with stochastic depth, dropout and a head; if its batch normalisations are frozen, only its first three stages. */
function network(frozen: boolean): LayersModel {
  const base = buildEfficientNet("B0", {
    preprocessing: "none",
    top: false,
    inputShape: [SIDE, SIDE, 3],
    initialWeights: "zeros",
  });
  const features = frozen ? (base.getLayer("block3b_add").output as SymbolicTensor) : base.outputs;
  const pooled = layers.globalAveragePooling2d({ name: "pool", dataFormat: "channelsLast" }).apply(features);
  const dropped = layers.dropout({ rate: 0.2 }).apply(pooled) as SymbolicTensor;
  const head = layers.dense({ units: 1, activation: "sigmoid", name: "head", kernelInitializer: "zeros" });
  const model = modelOf({ inputs: base.inputs, outputs: head.apply(dropped) as SymbolicTensor });
  for (const weight of model.weights) {
    const shape = weight.shape.map((side) => side ?? 0); // a built weight has no free side
    const value = tensor(weightValue(weight.originalName, shape), shape);
    weight.write(value);
    value.dispose();
  }
  if (frozen)
    for (const layer of model.layers)
      if (layer.getClassName() === "BatchNormalization") layer.trainable = false;
  return model;
}

/** Sets the seed of a step in every dropout layer. */
function seed(model: LayersModel, step: number): void {
  for (const [at, { layer }] of leavesOf(model).entries())
    if ("seed" in layer && "rate" in layer) layer.seed = 1 + random(7, step, at).integer(2 ** 31 - 1);
}

/** What a run leaves. */
interface Run {
  readonly losses: readonly number[];
  readonly before: ReadonlyMap<string, Float32Array>;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

/** The numbers of all variables. */
function numbersOf(model: LayersModel): ReadonlyMap<string, Float32Array> {
  return new Map([...allVariables(model)].map(([name, of]) => [name, of.dataSync<"float32">().slice()]));
}

type Step = () => Promise<{ readonly loss: number; readonly gradients: Readonly<Record<string, Tensor>> }>;

/** Updates by Adam. */
async function train(model: LayersModel, step: Step): Promise<Run> {
  const before = numbersOf(model);
  const optimizer = adam().bind(trainableVariables(model));
  const found: number[] = [];
  const counts = new Set<number>();
  for (let at = 0; at < STEPS; at++) {
    seed(model, at);
    const { loss, gradients } = await step();
    optimizer.apply(gradients, RATE);
    dispose({ ...gradients });
    found.push(loss);
    counts.add(memory().numTensors);
  }
  expect(counts.size, "tensors do not accumulate").toBe(1);
  optimizer.dispose();
  const weights = numbersOf(model);
  model.dispose();
  return { losses: found, before, weights };
}

/** By our wasm engine. */
function byWasm(frozen: boolean): Promise<Run> {
  const model = fuse(network(frozen));
  const trainable = trainableVariables(model);
  const x = tensor4d(INPUTS, [ROWS, SIDE, SIDE, 3]);
  const y = tensor(TARGETS, [ROWS, 1]);
  return train(model, async () => {
    const { value, grads } = variableGrads(
      () => losses.logLoss<Tensor, Scalar>(y, model.apply(x, { training: true }) as Tensor), // the model has one output
      [...trainable.values()],
    );
    const [loss] = await value.data();
    value.dispose();
    return { loss, gradients: Object.fromEntries([...trainable].map(([of, { name }]) => [of, grads[name]])) };
  });
}

/** By ONNX Runtime. */
async function byOnnx(frozen: boolean, blocked: boolean): Promise<Run> {
  const model = network(frozen);
  const loss = { name: "binaryCrossEntropy", labelSmoothing: 0, fromLogits: false } as const;
  const used = blocked ? runtime : { ...runtime, block: undefined };
  const step = compileTrainStep(model, used, { loss, cache: null });
  const batch = {
    inputs: [{ data: INPUTS, shape: [ROWS, SIDE, SIDE, 3] }],
    targets: { data: TARGETS, shape: [ROWS, 1] },
  };
  const run = await train(model, () => step.run(batch));
  await step.dispose();
  return run;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (number, at) => Math.abs(number - b[at])));
}

/** The length of the difference between the weights of two runs, divided by that of what the second has changed. */
function relativeDifference(a: Run["weights"], b: Run["weights"], before: Run["weights"]): number {
  let difference = 0;
  let change = 0;
  for (const [name, weights] of b)
    weights.forEach((weight, at) => {
      difference += (weight - (a.get(name)?.[at] ?? NaN)) ** 2;
      change += (weight - (before.get(name)?.[at] ?? NaN)) ** 2;
    });
  return Math.sqrt(difference / change);
}

/** Runs that several tests look at. */
const runs = new Map<string, Promise<Run>>();
function once(name: string, start: () => Promise<Run>): Promise<Run> {
  const run = runs.get(name) ?? start();
  runs.set(name, run);
  return run;
}
const byWasmOnce = (frozen: boolean): Promise<Run> => once(`wasm ${String(frozen)}`, () => byWasm(frozen));
const byOnnxOnce = (frozen: boolean, blocked: boolean): Promise<Run> =>
  once(`onnx ${String(frozen)} ${String(blocked)}`, () => byOnnx(frozen, blocked));

describe.skipIf(isMissing)("train steps of B0 with ONNX Runtime", () => {
  beforeAll(() => useBackend("wasm"));
  afterAll(() => runs.clear());

  it.each([
    ["standard operators", false, false],
    ["standard operators, batch normalisations of its first stages frozen", true, false],
    ["blocked operators", false, true],
    ["blocked operators, batch normalisations of its first stages frozen", true, true],
  ])("are those of the wasm engine: %s", async (_what, frozen, blocked) => {
    const expected = await byWasmOnce(frozen);
    const found = await byOnnxOnce(frozen, blocked);
    expect(largestDifference(found.losses, expected.losses)).toBeLessThan(1e-4);
    expect(relativeDifference(found.weights, expected.weights, expected.before)).toBeLessThan(0.03);
  });

  it("are the same bit for bit when they run again", async () => {
    const [first, second] = [await byOnnxOnce(false, true), await byOnnx(false, true)];
    expect(second.losses).toEqual(first.losses);
    expect(relativeDifference(second.weights, first.weights, first.before)).toBe(0);
  });
});
