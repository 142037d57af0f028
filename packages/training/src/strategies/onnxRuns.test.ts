import { fill, memory } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { allVariables } from "@tensorloom/graph/internal";
import { findRuntime } from "@tensorloom/onnx/internal";
import { beforeAll, describe, expect, it } from "vitest";
import { imageBatches, largestDifference } from "../../fixtures/enginesAgree.ts";
import { convolutionNet, seeded } from "../../fixtures/smallNets.ts";
import {
  type Batch,
  binaryCrossEntropy,
  earlyStopping,
  type EngineChoice,
  evaluate,
  fit,
  type FitOptions,
  infer,
  meanSquaredError,
  NonFiniteError,
  predict,
  sgd,
} from "../index.ts";

const { runtime } = await findRuntime();
const ENGINES = ["tfjs", "onnxruntime"] as const;
const options = { train: fromArray(imageBatches(4)), epochs: 3, loss: binaryCrossEntropy(), schedule: 0.01 };

async function numbersOf(model: LayersModel): Promise<readonly number[]> {
  const found: number[] = [];
  for (const variable of allVariables(model).values()) found.push(...(await variable.data()));
  return found;
}

describe.skipIf(runtime === undefined)("a run on ONNX Runtime", () => {
  beforeAll(() => useBackend("wasm"));

  it("names its engine to callbacks, in the history, and to onEngine", async () => {
    const named: (EngineChoice | undefined)[] = [];
    const model = convolutionNet();
    const onBegin: NonNullable<FitOptions["callbacks"]>[number] = {
      onBegin: (run) => void named.push(run.engine),
    };
    const history = await fit(model, { ...options, engine: "onnxruntime", callbacks: [onBegin] });
    const onEngine = (engine: EngineChoice): void => void named.push(engine);
    await predict(model, options.train, { engine: "onnxruntime", onEngine });
    await evaluate(model, options.train, { engine: "onnxruntime", onEngine, loss: options.loss });
    await infer(model, { engine: "onnxruntime", onEngine })(imageBatches(1)[0].inputs);
    expect(named).toEqual(Array(4).fill(history.engine));
    expect(history.engine).toEqual({
      name: "onnxruntime",
      label: expect.stringMatching(/^ONNX Runtime \d+\.\d+ \(cpu\)$/) as string,
      reason: 'engine is "onnxruntime"',
    });
  });

  it("has the logs, the stop and the best weights of a run on tfjs", async () => {
    const seen = new Map<string, readonly number[][]>();
    const ends = [];
    for (const engine of ENGINES) {
      const weights: number[][] = [];
      const model = convolutionNet();
      const history = await fit(model, {
        ...options,
        epochs: 6,
        schedule: 0.3,
        optimizer: sgd(),
        validation: fromArray(imageBatches(6).slice(4)),
        engine,
        callbacks: [
          earlyStopping({ monitor: "val_loss", patience: 1 }),
          { onEpochEnd: async () => void weights.push([...(await numbersOf(model))]) },
        ],
      });
      seen.set(engine, [
        ...weights,
        [...(await numbersOf(model))],
        ...history.epochs.map(({ logs }) => Object.values(logs)),
      ]);
      ends.push([history.steps, history.stopped?.replaceAll(/\d\.\d+/g, "")]);
    }
    expect(ends[1]).toEqual(ends[0]);
    const [tfjs = [], onnx = []] = [...seen.values()];
    expect(onnx).toHaveLength(tfjs.length);
    for (const [at, expected] of tfjs.entries())
      expect(largestDifference(onnx[at], expected)).toBeLessThan(1e-4);
  });

  it("predicts as tfjs does, with the weights of now", async () => {
    const model = convolutionNet();
    const probe = imageBatches(1)[0].inputs;
    const [native, own] = [infer(model, { engine: "onnxruntime" }), infer(model, { engine: "tfjs" })];
    for (let round = 0; round < 2; round++) {
      const [actual, expected] = [await native(probe), await own(probe)];
      expect(actual.shape).toEqual(expected.shape);
      expect(largestDifference(actual.data, expected.data)).toBeLessThan(1e-5);
      await fit(model, { ...options, engine: "onnxruntime" });
    }
  });

  it("leaks no tensor, whether it ends well or not", async () => {
    const model = convolutionNet({ regularized: true, dropout: 0.2 });
    await fit(model, { ...options, engine: "onnxruntime" });
    const before = memory().numTensors;
    await fit(model, { ...options, validation: options.train, engine: "onnxruntime", microBatch: 4 });
    expect(memory().numTensors).toBe(before);
    const wrong = fromArray([{ ...imageBatches(1)[0], targets: { data: Float32Array.of(1), shape: [1] } }]);
    await expect(fit(model, { ...options, train: wrong, engine: "onnxruntime" })).rejects.toThrow(
      /targets must have/,
    );
    expect(memory().numTensors).toBe(before);
  });

  it("ends when it is aborted", async () => {
    const stop = new AbortController();
    const callbacks = [{ onStepEnd: () => stop.abort(new Error("enough")) }];
    const run = fit(convolutionNet(), { ...options, engine: "onnxruntime", callbacks, signal: stop.signal });
    await expect(run).rejects.toThrow("enough");
  });
});

/** Inputs so large that gradients overflow before the loss does. */
function steep(): LayersModel {
  return sequential({
    layers: [layers.dense({ units: 1, inputShape: [2], name: "head", kernelInitializer: seeded(1) })],
  });
}

const NUMBERS: Readonly<Record<string, readonly [number, number]>> = {
  inputs: [NaN, 1],
  targets: [1, Infinity],
  gradient: [3e30, 3e18],
  loss: [1, 3e30],
};

describe.skipIf(runtime === undefined).each(["cpu", "wasm"] as const)(
  "on %s, a number that is not finite",
  (backend) => {
    beforeAll(() => useBackend(backend));

    it.each(Object.entries(NUMBERS))("in the %s is named as on tfjs", async (_, [input, target]) => {
      const batch: Batch = {
        inputs: { data: Float32Array.of(1, input), shape: [1, 2] },
        targets: { data: Float32Array.of(target), shape: [1] },
      };
      const errors = [];
      for (const engine of ENGINES) {
        const model = steep();
        model.layers[0].setWeights([fill([2, 1], 0), fill([1], 0)]);
        const before = await numbersOf(model);
        const error: unknown = await fit(model, {
          train: fromArray([batch]),
          epochs: 1,
          loss: meanSquaredError(),
          engine,
        }).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(NonFiniteError);
        expect(await numbersOf(model)).toEqual(before);
        errors.push((error as Error).message); // as it was just found to be
      }
      expect(errors[1]).toBe(errors[0]);
    });

    it("in a weight is named as on tfjs", async () => {
      for (const engine of ENGINES) {
        const model = steep();
        model.layers[0].setWeights([fill([2, 1], NaN), fill([1], 0)]);
        const inputs = { data: Float32Array.of(1, 2), shape: [1, 2] };
        await expect(predict(model, fromArray([{ inputs }]), { engine })).rejects.toThrow(
          "weight head/kernel holds NaN",
        );
      }
    });
  },
);
