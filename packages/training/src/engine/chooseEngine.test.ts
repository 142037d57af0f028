import { abs, mean, sub } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { findRuntime, lowerModel } from "@tensorloom/onnx/internal";
import { beforeAll, describe, expect, it } from "vitest";
import { convolutionNet } from "../../fixtures/smallNets.ts";
import { imageBatches } from "../../fixtures/enginesAgree.ts";
import { binaryCrossEntropy, type EngineChoice, evaluate, fit, infer, type Loss, predict } from "../index.ts";
import { chooseForBatch } from "./chooseEngine.ts";
import { planOnnxRows, whyNoMemory } from "./machineMemory.ts";
import { whyTooSmall } from "./repays.ts";
import { multiplicationsPerRow } from "./rowWork.ts";

const custom: Loss = {
  name: "absoluteError",
  task: "regression",
  compute: (targets, predictions) => mean(abs(sub(targets, predictions)), -1),
};
const run = { train: fromArray(imageBatches(1)), epochs: 1, loss: binaryCrossEntropy() };
const { runtime } = await findRuntime();

/** A recurrent layer has no ONNX graph here. */
function recurrent(): LayersModel {
  const memory = { name: "memory", recurrentInitializer: "zeros" } as const; // the default needs tfjs's chained operations
  return sequential({ layers: [layers.simpleRNN({ ...memory, units: 1, inputShape: [2, 3] })] });
}

beforeAll(() => useBackend("cpu"));

describe("engine", () => {
  it("must be one of three", async () => {
    const wrong = { engine: "onnx" } as never;
    const sentence = /: engine must be one of "auto", "tfjs", "onnxruntime", got "onnx"/;
    await expect(fit(convolutionNet(), { ...run, ...(wrong as object) })).rejects.toThrow(sentence);
    await expect(predict(convolutionNet(), run.train, wrong)).rejects.toThrow(sentence);
    await expect(
      evaluate(convolutionNet(), run.train, { loss: run.loss, ...(wrong as object) }),
    ).rejects.toThrow(sentence);
    expect(() => infer(convolutionNet(), wrong)).toThrow(sentence);
  });

  it('"onnxruntime" is an error that lists everything that prevents it', async () => {
    const net = recurrent();
    const train = fromArray([
      {
        inputs: { data: new Float32Array(6), shape: [1, 2, 3] },
        targets: { data: new Float32Array(1), shape: [1] },
      },
    ]);
    const failure = fit(net, {
      train,
      epochs: 1,
      loss: custom,
      replicas: 2,
      recompute: true,
      engine: "onnxruntime",
    });
    await expect(failure).rejects.toThrow(RangeError);
    await expect(failure).rejects.toThrow(
      /^fit: engine "onnxruntime" is not possible: replicas are 2, and ONNX Runtime uses all cores itself; recompute is set.*; the loss absoluteError is .*; .*SimpleRNN/,
    );
  });

  it.each<readonly [string, object, RegExp]>([
    ["a loss of the user's", { loss: custom }, /the loss absoluteError/],
    ["recomputation", { recompute: { every: 2 } }, /recompute is set/],
    [
      "a small run",
      {},
      /^the run is too small to repay compiling \(about \S+ of \S+ billion multiplications\)$/,
    ],
    ["a choice", { engine: "tfjs" }, /^engine is "tfjs"$/],
  ])("is tfjs because of %s", async (_, options, reason) => {
    const { engine } = await fit(convolutionNet(), { ...run, ...options });
    expect(engine).toEqual({
      name: "tfjs",
      label: "tfjs cpu",
      reason: expect.stringMatching(reason) as string,
    });
  });

  it("is tfjs for a layer that has no ONNX graph", async () => {
    const engines: EngineChoice[] = [];
    const source = fromArray([{ inputs: { data: new Float32Array(6), shape: [1, 2, 3] } }]);
    await predict(recurrent(), source, { onEngine: (engine) => engines.push(engine) });
    expect(engines).toEqual([
      { name: "tfjs", label: "tfjs cpu", reason: expect.stringContaining("memory") as string },
    ]);
  });

  it("is tfjs for a model that masks", async () => {
    const words = sequential({
      layers: [
        layers.embedding({ inputDim: 4, outputDim: 2, inputLength: 3, maskZero: true, name: "words" }),
        layers.flatten(),
      ],
    });
    const engines: EngineChoice[] = [];
    const source = fromArray([{ inputs: { data: new Float32Array(3), shape: [1, 3] } }]);
    await predict(words, source, { onEngine: (engine) => engines.push(engine) });
    expect(engines[0].reason).toMatch(/words.*mask|mask.*words/);
  });

  it("is ONNX Runtime, if it is installed, for a run that is large enough", async () => {
    const model = convolutionNet();
    const inputs = [{ shape: [8, 8, 8, 3] }];
    const chosen = await chooseForBatch({ model, replicas: 1 }, { inputs, together: 8, rows: 1e6 });
    expect(chosen.choice.name).toBe(runtime === undefined ? "tfjs" : "onnxruntime");
    expect(chosen.choice.reason).toMatch(runtime === undefined ? /npm install/ : /^it is installed/);
  });
});

describe("the size of a run", () => {
  it("is counted in multiplications of a row", () => {
    const net = sequential({
      layers: [
        layers.conv2d({ inputShape: [4, 4, 3], filters: 5, kernelSize: 3, padding: "same" }), // 4 * 4 * 5 * 27
        layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: "same" }), // 2 * 2 * 5 * 9
        layers.flatten(), // 20
        layers.dense({ units: 2 }), // 20 * 2
      ],
    });
    expect(multiplicationsPerRow(lowerModel(net))).toBe(2160 + 180 + 20 + 40);
  });

  it("repays compiling from some number of rows on, sooner in training", () => {
    const net = lowerModel(convolutionNet());
    const repays = (rows: number, training: boolean): boolean =>
      whyTooSmall(net, { rows, training }) === undefined;
    expect([repays(10, true), repays(10, false), repays(1e6, true), repays(1e6, false)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
    const rows = [1e3, 1e4, 3e4, 1e5, 3e5, 1e6];
    expect(rows.findIndex((n) => repays(n, true))).toBeLessThanOrEqual(
      rows.findIndex((n) => repays(n, false)),
    );
  });
});

describe("the memory of the machine", () => {
  const step = { rows: 64, inputShapes: [[8, 8, 3]], training: true };

  it("prevents ONNX Runtime, with both numbers in the reason", () => {
    expect(whyNoMemory(convolutionNet(), step, 2 ** 40)).toBeUndefined();
    expect(whyNoMemory(convolutionNet(), step, 2 ** 20)).toMatch(
      /^ONNX Runtime would take about \d+ MB for 64 rows, and 1 MB are free$/,
    );
  });

  it("decides the rows of micro-batches", () => {
    const rowsIn = (bytes: number): number | undefined =>
      planOnnxRows(convolutionNet(), step, bytes)?.microBatch;
    expect(rowsIn(2 ** 40)).toBe(64);
    expect(rowsIn(1)).toBe(1);
    const some = rowsIn(2 ** 21) ?? 0;
    expect(some).toBeGreaterThan(1);
    expect(some).toBeLessThan(64);
  });
});
