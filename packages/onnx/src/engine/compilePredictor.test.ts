import { add, dispose, mul, ones, sigmoid, tensor, type Tensor, tidy } from "@tensorflow/tfjs-core";
import {
  initializers,
  input,
  layers,
  type LayersModel,
  model as modelOf,
  sequential,
} from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { updateVariables } from "@tensorloom/backend/internal";
import { trainableVariables } from "@tensorloom/graph/internal";
import { beforeEach, describe, expect, it } from "vitest";
import { findRuntime } from "../runtime/findRuntime.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { compilePredictor } from "./compilePredictor.ts";
import type { EngineArray } from "./engineArray.ts";

const { runtime } = (await findRuntime({ threads: 2 })) as { readonly runtime: Runtime }; // the tests are skipped without
const isMissing = (runtime as Runtime | undefined) === undefined;

/** A small convolution network whose image may have any sides. */
function network(): LayersModel {
  const seeded = (seed: number): ReturnType<typeof initializers.glorotUniform> =>
    initializers.glorotUniform({ seed });
  return sequential({
    layers: [
      layers.rescaling({ scale: 1 / 255, inputShape: [null, null, 3] }),
      layers.conv2d({
        filters: 4,
        kernelSize: 3,
        strides: 2,
        padding: "same",
        kernelInitializer: seeded(1),
      }),
      layers.batchNormalization(),
      layers.activation({ activation: "relu" }),
      layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: seeded(2) }),
    ],
  });
}

function image(rows: number, height: number, width: number): EngineArray & { readonly data: Uint8Array } {
  const size = rows * height * width * 3;
  return {
    data: Uint8Array.from({ length: size }, (_, at) => (at * 37) % 256),
    shape: [rows, height, width, 3],
  };
}

/** The model's own output. */
function byTfjs(model: LayersModel, { data, shape }: EngineArray): readonly number[] {
  return tidy(() => [...(model.predict(tensor(Float32Array.from(data), [...shape])) as Tensor).dataSync()]); // one output
}

/** What the predictor's logits mean. */
async function predict(
  predictor: Awaited<ReturnType<typeof compilePredictor>>,
  array: EngineArray,
): Promise<readonly number[]> {
  const { data, shape } = await predictor.run([array]);
  expect(shape).toEqual([array.shape[0], 1]);
  return tidy(() => [...sigmoid(tensor(data)).dataSync()]);
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  found.forEach((number, at) => {
    expect(number).toBeCloseTo(expected[at], 5);
  });
}

describe.skipIf(isMissing)("a compiled predictor", () => {
  beforeEach(() => useBackend("wasm"));

  it("computes the model's output, for any batch and any sides of a free image", async () => {
    const model = network();
    const predictor = await compilePredictor(model, runtime);
    expect(predictor.activation?.name).toBe("sigmoid");
    for (const [rows, height, width] of [
      [1, 8, 8],
      [3, 7, 10],
      [2, 16, 5],
    ]) {
      const array = image(rows, height, width);
      expectClose(await predict(predictor, array), byTfjs(model, array));
    }
    await predictor.dispose();
  });

  it("computes with the weights of now, assigned or overwritten in place", async () => {
    const model = network();
    const predictor = await compilePredictor(model, runtime);
    const array = image(2, 8, 8);
    const first = await predict(predictor, array);
    model.setWeights(model.getWeights().map((weight) => mul(add(weight, 1), 0.25)));
    const second = await predict(predictor, array);
    expect(second).not.toEqual(first);
    expectClose(second, byTfjs(model, array));
    const weights = [...trainableVariables(model).values()];
    const operands = weights.map((weight) => ({ weight, gradient: ones(weight.shape), slots: {} }));
    expect(updateVariables("sgd", operands, { rate: 0.01 })).toBe(true);
    const third = await predict(predictor, array);
    expect(third).not.toEqual(second);
    expectClose(third, byTfjs(model, array));
    dispose(operands.map(({ gradient }) => gradient));
    await predictor.dispose();
  });

  it("takes several inputs, and names what is wrong with them", async () => {
    const inputs = [input({ shape: [2] }), input({ shape: [2] })];
    const output = layers.add().apply(inputs);
    const predictor = await compilePredictor(
      modelOf({ name: "sum", inputs, outputs: output as never }),
      runtime,
    );
    const array = { data: Float32Array.of(1, 2), shape: [1, 2] };
    expect(predictor.activation).toBeUndefined();
    expect([...(await predictor.run([array, array])).data]).toEqual([2, 4]);
    await expect(predictor.run([array])).rejects.toThrow("prediction of sum: inputs must be 2, got 1");
    await expect(predictor.run([array, { data: array.data, shape: [3, 2] }])).rejects.toThrow(
      "prediction of sum: inputs[1] of shape [3, 2] must hold 6 numbers, got 2",
    );
    await predictor.dispose();
  });

  it("is compiled once by runs that overlap after the weights have changed, and then released", async () => {
    const sessions = { created: 0, released: 0 };
    const counting: Runtime = {
      ...runtime,
      module: {
        env: runtime.module.env,
        Tensor: runtime.module.Tensor,
        InferenceSession: {
          async create(...options) {
            const session = await runtime.module.InferenceSession.create(...options);
            sessions.created++;
            return {
              run: (...args) => session.run(...args),
              release() {
                sessions.released++;
                return session.release();
              },
            };
          },
        },
      },
    };
    const model = network();
    const predictor = await compilePredictor(model, counting);
    const array = image(2, 8, 8);
    model.setWeights(model.getWeights().map((weight) => mul(add(weight, 1), 0.25)));
    const outputs = await Promise.all([1, 2, 3].map(() => predict(predictor, array)));
    for (const output of outputs) expectClose(output, byTfjs(model, array));
    expect(sessions).toEqual({ created: 2, released: 1 });
    await predictor.dispose();
    expect(sessions).toEqual({ created: 2, released: 2 });
  });

  it("runs beside another one, and after dispose says so", async () => {
    const model = network();
    const predictors = await Promise.all([
      compilePredictor(model, runtime),
      compilePredictor(model, runtime),
    ]);
    const array = image(2, 8, 8);
    const [one, other] = await Promise.all(predictors.map((predictor) => predict(predictor, array)));
    expect(one).toEqual(other);
    await Promise.all(predictors.map((predictor) => predictor.dispose()));
    await expect(predictors[0].run([array])).rejects.toThrow(
      `prediction of ${model.name}: the compiled graph has been released`,
    );
  });

  it("refuses a model of several outputs", async () => {
    const x = input({ shape: [2] });
    const outputs = [1, 2].map((units) => layers.dense({ units }).apply(x) as never);
    await expect(compilePredictor(modelOf({ name: "two", inputs: x, outputs }), runtime)).rejects.toThrow(
      "two must have one output, got 2",
    );
  });
});
