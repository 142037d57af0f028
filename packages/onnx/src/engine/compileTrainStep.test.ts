import {
  add,
  dispose,
  env,
  findBackendFactory,
  log,
  mean,
  memory,
  mul,
  type NamedTensorMap,
  neg,
  registerBackend,
  removeBackend,
  setBackend,
  sub,
  tensor,
  tidy,
  type Tensor,
  variableGrads,
  type Scalar,
  zeros,
} from "@tensorflow/tfjs-core";
import { initializers, layers, type LayersModel, regularizers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { limitKernelThreads, updateVariables } from "@tensorloom/backend/internal";
import { trainableVariables } from "@tensorloom/graph/internal";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findRuntime } from "../runtime/findRuntime.ts";
import type { OrtSession } from "../runtime/ortModule.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { compileTrainStep } from "./compileTrainStep.ts";
import type { TrainStepBatch } from "./trainStep.ts";

const { runtime } = (await findRuntime({ threads: 2 })) as { readonly runtime: Runtime }; // the tests are skipped without
const isMissing = (runtime as Runtime | undefined) === undefined;
const LOSS = { name: "binaryCrossEntropy", labelSmoothing: 0, fromLogits: false } as const;
const ROWS = 4;

/** A batch of made-up numbers. */
function batchOf(
  rows: number,
): TrainStepBatch & { readonly weights: { readonly data: Float32Array; readonly shape: readonly number[] } } {
  return {
    inputs: [{ data: Float32Array.from({ length: rows * 6 }, (_, at) => Math.sin(at)), shape: [rows, 6] }],
    targets: { data: Float32Array.from({ length: rows }, (_, row) => row % 2), shape: [rows, 1] },
    weights: { data: Float32Array.from({ length: rows }, (_, row) => 0.5 + row), shape: [rows] },
  };
}

/** Dense layers with everything around them: regularisers, dropout, a frozen layer. */
function network({ frozen = false, rate = 0 } = {}): LayersModel {
  const seeded = (seed: number) => initializers.glorotUniform({ seed });
  const model = sequential({
    layers: [
      layers.dense({
        units: 8,
        inputShape: [6],
        activation: "relu",
        name: "first",
        kernelInitializer: seeded(1),
        kernelRegularizer: regularizers.l2({ l2: 0.01 }),
      }),
      layers.dropout({ rate, seed: 11 }),
      layers.dense({ units: 5, activation: "tanh", name: "second", kernelInitializer: seeded(2) }),
      layers.dense({ units: 1, activation: "sigmoid", name: "head", kernelInitializer: seeded(3) }),
    ],
  });
  if (frozen) model.layers[0].trainable = false;
  return model;
}

/** What tfjs computes. */
interface ByTfjs {
  readonly loss: number;
  readonly gradients: ReadonlyMap<string, readonly number[]>;
}

/** The loss and gradients by tfjs. */
function byTfjs(model: LayersModel, { inputs: [x], targets, weights }: ReturnType<typeof batchOf>): ByTfjs {
  const trainable = trainableVariables(model);
  const { value, grads } = variableGrads(() => {
    const y = model.apply(tensor(x.data, [...x.shape]), { training: true }) as Tensor; // the model has one output
    const t = tensor(targets.data, [...targets.shape]);
    const entropy = neg(add(mul(t, log(y)), mul(sub(1, t), log(sub(1, y)))));
    const loss = mean<Scalar>(mul(entropy, tensor(weights.data, [...targets.shape])));
    return model.calculateLosses().reduce<Scalar>((sum, own) => add(sum, mean(own)), loss);
  }, [...trainable.values()]);
  const own = new Map(Object.entries(grads));
  const gradients = [...trainable].map(
    ([name, { name: key }]) => [name, [...(own.get(key)?.dataSync() ?? [])]] as const,
  );
  const [loss] = value.dataSync();
  dispose([value, grads]);
  return { loss, gradients: new Map(gradients) };
}

function numbersOf(gradients: NamedTensorMap): ReadonlyMap<string, readonly number[]> {
  return new Map(Object.entries(gradients).map(([name, gradient]) => [name, [...gradient.dataSync()]]));
}

function largestDifference(a: readonly number[] = [], b: readonly number[] = []): number {
  return a.length === b.length ? Math.max(...a.map((number, at) => Math.abs(number - b[at]))) : Infinity;
}

describe.skipIf(isMissing).each(["wasm", "cpu"] as const)("a train step on %s", (backend) => {
  beforeAll(() => useBackend(backend));
  beforeEach(() => useBackend(backend));

  it.each([
    ["", {}],
    ["with a frozen layer", { frozen: true }],
    ["with dropout", { rate: 0.25 }],
  ])("has the loss and gradients of tfjs %s", async (_what, options) => {
    const model = network(options);
    const step = compileTrainStep(model, runtime, { loss: LOSS, cache: null });
    const batch = batchOf(ROWS);
    const expected = byTfjs(model, batch);
    const { loss, logits, gradients } = await step.run(batch);
    expect(loss).toBeCloseTo(expected.loss, 5);
    expect(logits.shape).toEqual([ROWS, 1]);
    const found = numbersOf(gradients);
    expect([...found.keys()].sort()).toEqual([...expected.gradients.keys()].sort());
    for (const [name, numbers] of expected.gradients)
      expect(largestDifference(found.get(name), numbers), name).toBeLessThan(1e-5);
    expect(found.has("first/kernel")).toBe(!("frozen" in options));
    dispose(gradients);
    await step.dispose();
  });

  it("has the logits of the weights of now, and keeps no tensors", async () => {
    const model = network();
    const step = compileTrainStep(model, runtime, { loss: LOSS, cache: null });
    const losses: number[] = [];
    const counts: number[] = [];
    for (let update = 0; update < 6; update++) {
      const { loss, gradients } = await step.run(batchOf(ROWS));
      losses.push(loss);
      tidy(() => {
        for (const [name, weight] of trainableVariables(model))
          weight.assign(sub(weight, mul(gradients[name], 0.2)));
      });
      dispose(gradients);
      counts.push(memory().numTensors);
    }
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    expect(new Set(counts).size).toBe(1);
    await step.dispose();
  });

  it("is the same bit for bit when it runs again", async () => {
    const model = network();
    const step = compileTrainStep(model, runtime, { loss: LOSS, cache: null });
    const [first, second] = [await step.run(batchOf(ROWS)), await step.run(batchOf(ROWS))];
    expect(second.loss).toBe(first.loss);
    expect(numbersOf(second.gradients)).toEqual(numbersOf(first.gradients));
    dispose([first.gradients, second.gradients]);
    await step.dispose();
  });

  it("compiles again for a smaller batch, and refuses another model's", async () => {
    const model = network();
    const step = compileTrainStep(model, runtime, { loss: LOSS, cache: null });
    for (const rows of [ROWS, 1, 3, ROWS]) {
      const batch = batchOf(rows);
      const { loss, gradients } = await step.run(batch);
      expect(loss).toBeCloseTo(byTfjs(model, batch).loss, 5);
      dispose(gradients);
    }
    const other = { ...batchOf(ROWS), inputs: [{ data: new Float32Array(12), shape: [ROWS, 3] }] };
    await expect(step.run(other)).rejects.toThrow(
      `train step of ${model.name}: inputs must be of the shape [any, 6], got [4, 3]`,
    );
    await step.dispose();
  });

  it("runs beside another one", async () => {
    const model = network();
    const steps = [1, 2].map(() => compileTrainStep(model, runtime, { loss: LOSS, cache: null }));
    const results = await Promise.all(steps.map((step) => step.run(batchOf(ROWS))));
    expect(results[0].loss).toBe(results[1].loss);
    dispose(results.map(({ gradients }) => gradients));
    await Promise.all(steps.map((step) => step.dispose()));
  });
});

const { runtime: web } = (await findRuntime({ provider: "wasm", threads: 1 })) as {
  readonly runtime: Runtime;
}; // the tests are skipped without

describe.skipIf((web as Runtime | undefined) === undefined)("a train step with onnxruntime-web", () => {
  it("has the loss and gradients of tfjs", async () => {
    await useBackend("wasm");
    const model = network({ rate: 0.25 });
    const step = compileTrainStep(model, web, { loss: LOSS });
    const batch = batchOf(ROWS);
    const expected = byTfjs(model, batch);
    const { loss, gradients } = await step.run(batch);
    expect(web).toMatchObject({ name: "onnxruntime-web", provider: "wasm", block: undefined });
    expect(loss).toBeCloseTo(expected.loss, 5);
    const numbers = numbersOf(gradients);
    for (const [name, own] of expected.gradients)
      expect(largestDifference(numbers.get(name), own), name).toBeLessThan(1e-5);
    dispose(gradients);
    await step.dispose();
  });
});

describe.skipIf(isMissing)("a train step", () => {
  beforeEach(() => useBackend("wasm"));

  it("starts again if wasm's memory, which one thread has for itself, grows before it reads it", async () => {
    const restore = limitKernelThreads(1);
    (await useBackend("wasm")).dispose();
    await useBackend("wasm");
    const model = network();
    const grown: Tensor[] = [];
    let starts = 0;
    const { InferenceSession } = runtime.module;
    const module = {
      ...runtime.module,
      InferenceSession: {
        async create(...args: Parameters<typeof InferenceSession.create>): Promise<OrtSession> {
          const session = await InferenceSession.create(...args);
          return {
            run(...parts) {
              if (starts++ === 0) grown.push(zeros([64, 1024, 1024]));
              return session.run(...parts);
            },
            release: () => session.release(),
          };
        },
      },
    };
    const step = compileTrainStep(model, { ...runtime, module }, { loss: LOSS, cache: null });
    const { loss, gradients } = await step.run(batchOf(ROWS));
    expect(starts).toBe(2);
    expect(loss).toBeCloseTo(byTfjs(model, batchOf(ROWS)).loss, 5);
    dispose([grown, gradients]);
    await step.dispose();
    (await useBackend("wasm")).dispose();
    restore();
  });

  it("trains the weights that an optimizer overwrites in place", async () => {
    const model = network();
    const step = compileTrainStep(model, runtime, { loss: LOSS, cache: null });
    const before = await step.run(batchOf(ROWS));
    const [[name, weight]] = trainableVariables(model);
    const operands = [{ weight, gradient: before.gradients[name], slots: {} }];
    expect(updateVariables("sgd", operands, { rate: 0.1 })).toBe(true);
    const after = await step.run(batchOf(ROWS));
    expect(after.loss).toBeLessThan(before.loss);
    dispose([before.gradients, after.gradients]);
    await step.dispose();
  });

  it("says which backends share their memory", async () => {
    registerBackend("other", findBackendFactory("cpu"));
    env().set("PROD", true); // tfjs prints that another backend is faster
    await setBackend("other");
    try {
      expect(() => compileTrainStep(network(), runtime, { loss: LOSS })).toThrow(
        /ONNX Runtime reads the weights in tfjs's memory, which only the backends wasm and cpu share, and the backend is other: call useBackend\("wasm"\)/,
      );
    } finally {
      await useBackend("wasm");
      removeBackend("other");
      env().set("PROD", false);
    }
  });

  it("says that it was released", async () => {
    const step = compileTrainStep(network(), runtime, { loss: LOSS, cache: null });
    await step.dispose();
    await expect(step.run(batchOf(ROWS))).rejects.toThrow(/the compiled graph has been released/);
  });

  it("names a layer that has no graph", () => {
    const model = sequential({
      layers: [layers.lstm({ units: 2, inputShape: [3, 4], name: "memory", recurrentInitializer: "zeros" })],
    });
    expect(() => compileTrainStep(model, runtime, { loss: LOSS })).toThrow(/layer memory is a LSTM/);
  });
});
