import { tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, model as modelOf, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { random } from "@tensorloom/core";
import { fromArray } from "@tensorloom/data";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { allVariables } from "@tensorloom/graph/internal";
import { findRuntime } from "@tensorloom/onnx/internal";
import { adam, binaryCrossEntropy, fit, type FitOptions, predict, sgd } from "@tensorloom/training";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { symmetric, weightValue } from "../../../backend/fixtures/rule.ts";

interface Case {
  readonly losses: readonly number[];
  readonly predict_after: readonly number[];
}
const golden = JSON.parse(
  readFileSync(new URL("../../fixtures/steps.json", import.meta.url), "utf8"),
) as Readonly<Record<string, Case>>; // what `generate.py` wrote

const { runtime } = await findRuntime();
beforeAll(() => useBackend("wasm"));

/** B0 with a head of one probability; its weights follow a rule that Keras's follow, too. */
function network(side: number, frozen: (layer: layers.Layer) => boolean, dropConnect = 0): LayersModel {
  const base = buildEfficientNet("B0", {
    preprocessing: "none",
    top: false,
    pooling: "avg",
    inputShape: [side, side, 3],
    dropConnect,
    initialWeights: "zeros",
  });
  const head = layers.dense({ units: 1, activation: "sigmoid", name: "head", kernelInitializer: "zeros" });
  const model = modelOf({ inputs: base.inputs, outputs: head.apply(base.outputs) as SymbolicTensor }); // one output
  for (const weight of model.weights) {
    const shape = weight.shape.map((length) => length ?? 0); // a weight has all its sides
    const value = tensor(weightValue(weight.originalName, shape), shape);
    weight.write(value);
    value.dispose();
  }
  for (const layer of model.layers) if (frozen(layer)) layer.trainable = false;
  return model;
}

const isNormalization = (layer: layers.Layer): boolean => layer.getClassName() === "BatchNormalization";

/** The largest difference, relative to the largest number. */
function difference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  const numbers = Array.from(expected);
  const scale = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return numbers.reduce((most, value, at) => Math.max(most, Math.abs(found[at] - value) / scale), 0);
}

async function losses(model: LayersModel, options: Omit<FitOptions, "loss">): Promise<readonly number[]> {
  const found: number[] = [];
  const callbacks = [{ onStepEnd: ({ loss }: { readonly loss: number }) => void found.push(loss) }];
  await fit(model, { loss: binaryCrossEntropy(), callbacks, ...options });
  return found;
}

describe.skipIf(runtime === undefined)("EfficientNet-B0 on ONNX Runtime", () => {
  const inputs = { data: Float32Array.from(symmetric("train/input", [4, 64, 64, 3])), shape: [4, 64, 64, 3] };
  const batch = { inputs, targets: { data: Float32Array.of(0, 1, 1, 0), shape: [4] } };

  it.each([
    ["adam", adam(), 1e-4],
    ["sgd", sgd(), 1e-3],
    ["adam-frozen-bn", adam(), 1e-4],
  ] as const)("trains as Keras does: %s", async (name, optimizer, schedule) => {
    const expected = golden[name];
    const model = network(64, name === "adam-frozen-bn" ? isNormalization : () => false);
    const options = {
      train: fromArray([batch]),
      epochs: 5,
      optimizer,
      schedule,
      engine: "onnxruntime",
    } as const;
    expect(difference(await losses(model, options), expected.losses)).toBeLessThan(1e-3);
    const { outputs } = await predict(model, fromArray([batch]), { engine: "onnxruntime" });
    expect(difference(outputs.data, expected.predict_after)).toBeLessThan(1e-3);
    model.dispose();
  });

  it.each<readonly [string, Partial<FitOptions>, (layer: layers.Layer) => boolean]>([
    ["adam", { optimizer: adam({ epsilon: 1e-3 }), schedule: 1e-4 }, () => false],
    [
      "momentum, clipping",
      { optimizer: sgd({ momentum: 0.9 }), schedule: 1e-3, clip: { norm: 1 } },
      () => false,
    ],
    ["a frozen backbone", { optimizer: adam(), schedule: 1e-2 }, ({ name }) => name !== "head"],
  ])(
    "trains 4 steps as tfjs does, drop-connect included: %s",
    { timeout: 300_000 },
    async (_, options, frozen) => {
      const numbers = random(5); // with fewer rows, the last layers would have statistics of a few numbers, which rounding changes
      const batches = [0, 1, 2, 3].map((at) => ({
        inputs: {
          data: Float32Array.from({ length: 16 * 32 * 32 * 3 }, () => 2 * numbers.uniform() - 1),
          shape: [16, 32, 32, 3],
        },
        targets: {
          data: Float32Array.from({ length: 16 }, (_, row) => Number((7 * row + at) % 3 === 0)),
          shape: [16],
        },
      }));
      const runs = [];
      for (const engine of ["tfjs", "onnxruntime"] as const) {
        const model = network(32, frozen, 0.2);
        const found = await losses(model, { train: fromArray(batches), epochs: 1, engine, ...options });
        const weights = [...allVariables(model)].map(
          ([name, variable]) => [name, variable.dataSync<"float32">().slice()] as const,
        );
        model.dispose();
        runs.push({ found, weights: new Map(weights) });
      }
      const [tfjs, onnx] = runs;
      expect(onnx.found).toHaveLength(4);
      expect(difference(onnx.found, tfjs.found)).toBeLessThan(1e-4);
      const far = [...tfjs.weights].filter(
        ([name, numbers]) => difference(onnx.weights.get(name) ?? [], numbers) > 1e-4,
      );
      expect(far.map(([name]) => name)).toEqual([]);
    },
  );
});
