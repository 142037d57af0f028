import { trainableVariables } from "@tensorloom/graph/internal";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { env, memory, mul, tensor, type Variable, variable } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluate } from "../trainer/evaluate.ts";
import { fit } from "../trainer/fit.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { sgd } from "../optimizers/sgd.ts";
import { createWeightAverage } from "./weightAverage.ts";

interface Golden {
  readonly rate: number;
  readonly after: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly average: Readonly<Record<string, readonly number[]>>;
}
interface Goldens {
  readonly start: Readonly<Record<string, { readonly data: number[]; readonly shape: number[] }>>;
  readonly averages: Readonly<Record<string, Golden>>;
}
const file = new URL("../../fixtures/optimizers.json", import.meta.url);
const goldens = JSON.parse(readFileSync(file, "utf8")) as Goldens; // as generateOptimizers.py writes it

async function start(backend: "cpu" | "wasm"): Promise<void> {
  env().set("IS_TEST", backend === "cpu");
  await useBackend(backend);
}

function expectClose(variables: ReadonlyMap<string, Variable>, golden: Golden["average"]): void {
  for (const [name, one] of variables)
    for (const [i, value] of one.dataSync().entries())
      expect(Math.abs(value - golden[name][i]), `${name}[${String(i)}]`).toBeLessThan(1e-6);
}

describe.each(["cpu", "wasm"] as const)("on %s", (backend) => {
  it.each([
    ["average", undefined],
    ["average, overwrites", 5],
  ])("the %s after 20 updates is Keras's", async (name, overwriteEvery) => {
    await start(backend);
    const { rate, after, average: golden } = goldens.averages[name];
    const variables = new Map(
      Object.entries(goldens.start).map(([of, { data, shape }]) => [of, variable(tensor(data, shape))]),
    );
    const optimizer = sgd().bind(variables);
    const average = createWeightAverage(variables, { momentum: 0.8, overwriteEvery });
    for (let step = 0; step < 20; step++) {
      const gradients = Object.fromEntries(
        [...variables].map(([of, { shape, size }], nth) => {
          const data = Float32Array.from(
            { length: size },
            (_, i) => 0.1 * (1 + i) * Math.sin(0.7 * step + 1.3 * i + nth),
          );
          return [of, tensor(data, shape)];
        }),
      );
      optimizer.apply(gradients, rate / (1 + 0.1 * step));
      average.update();
    }
    expectClose(variables, after["20"]);
    const trained = [...variables.values()].map((one) => [...one.dataSync()]);
    average.useAverage();
    average.useAverage(); // twice is once
    expectClose(variables, golden);
    average.useTrained();
    expect([...variables.values()].map((one) => [...one.dataSync()])).toEqual(trained);
  });

  it("keeps one tensor for each variable, and none after dispose", async () => {
    await start(backend);
    const weight = variable(tensor([1, 2]));
    const before = memory().numTensors;
    const average = createWeightAverage(new Map([["w", weight]]), {
      momentum: 0.5,
      overwriteEvery: undefined,
    });
    average.update();
    expect(memory().numTensors).toBe(before + 1);
    average.useAverage();
    average.dispose();
    expect(memory().numTensors).toBe(before);
    expect([...weight.dataSync()]).toEqual([1, 2]);
  });

  it("continues exactly from its state", async () => {
    await start(backend);
    const weights = [0, 1].map(() => variable(tensor([1, 2, 3])));
    const options = { momentum: 0.9, overwriteEvery: 3 };
    const [one, two] = weights.map((weight) => new Map([["w", weight]]));
    const first = createWeightAverage(one, options);
    const step = (weight: Variable, by: number): void => {
      const value = mul(weight, by);
      weight.assign(value);
      value.dispose();
    };
    for (const by of [2, 0.3]) {
      step(weights[0], by);
      first.update();
    }
    weights[1].assign(weights[0]);
    const second = createWeightAverage(two, options, await first.state());
    for (const by of [1.7, 0.1, 3])
      for (const [nth, average] of [first, second].entries()) {
        step(weights[nth], by);
        average.update();
      }
    expect(await second.state()).toEqual(await first.state());
    expect([...weights[1].dataSync()]).toEqual([...weights[0].dataSync()]);
  });

  it("keeps a weight that was assigned while the average was in use, and averages from it", async () => {
    await start(backend);
    const weight = variable(tensor([1]));
    const average = createWeightAverage(new Map([["w", weight]]), {
      momentum: 0.5,
      overwriteEvery: undefined,
    });
    average.update();
    average.useAverage();
    weight.assign(tensor([8]));
    average.useTrained();
    expect([...weight.dataSync()]).toEqual([8]);
    expect([...(await average.state()).averages["w"].data]).toEqual([8]);
  });
});

describe("fit with ema", () => {
  const batch = {
    inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
    targets: { data: Float32Array.of(-4, -2, 2, 4), shape: [4] },
  };
  const train = fromArray([batch]);
  const net = (): LayersModel =>
    sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })] });
  const weightOf = (model: LayersModel): number => [...trainableVariables(model).values()][0].dataSync()[0];
  const options = { train, loss: meanSquaredError(), optimizer: sgd(), schedule: 0.05 };

  it("trains as without, validates and ends with the average", async () => {
    await start("cpu");
    const plain = net();
    const trained: number[] = [];
    await fit(plain, {
      ...options,
      epochs: 5,
      callbacks: [{ onStepEnd: (_at, { model }) => void trained.push(weightOf(model)) }],
    });
    const expected: number[] = [];
    trained.forEach((weight, i) => expected.push(i === 0 ? weight : 0.8 * expected[i - 1] + 0.2 * weight));

    const model = net();
    const [steps, epochs]: [number[], number[]] = [[], []];
    const { epochs: logs } = await fit(model, {
      ...options,
      validation: train,
      epochs: 5,
      ema: { momentum: 0.8 },
      callbacks: [
        {
          onStepEnd: (_at, run) => void steps.push(weightOf(run.model)),
          onEpochEnd: (_at, run) => void epochs.push(weightOf(run.model)),
        },
      ],
    });
    expect(steps).toEqual(trained);
    for (const [epoch, weight] of epochs.entries()) expect(weight).toBeCloseTo(expected[epoch], 6);
    expect(weightOf(model)).toBe(epochs[4]);
    const { loss } = await evaluate(model, train, { loss: meanSquaredError(), metrics: [] });
    expect(logs[4].logs["val_loss"]).toBe(loss);
  });

  it("ends with the average after an abort, and leaks no tensor", async () => {
    await start("cpu");
    const model = net();
    const before = memory().numTensors;
    const stop = new AbortController();
    const run = fit(model, {
      ...options,
      epochs: 9,
      ema: { momentum: 0.5 },
      signal: stop.signal,
      callbacks: [
        {
          onStepEnd({ epoch }) {
            if (epoch === 1) stop.abort(new Error("enough"));
          },
        },
      ],
    });
    await expect(run).rejects.toThrow("enough");
    expect(memory().numTensors).toBe(before);
    expect(weightOf(model)).toBeCloseTo(0.5 * 0.5 + 0.5 * (0.5 + 0.05 * 5 * 1.5), 6); // by hand: w += 0.05 * 5 (2 - w)
  });

  it("refuses options out of their range", async () => {
    await expect(fit(net(), { ...options, epochs: 1, ema: { momentum: 2 } })).rejects.toThrow(
      "fit: ema: momentum must be a finite number from 0 to 1, got 2",
    );
    await expect(fit(net(), { ...options, epochs: 1, ema: { decay: 1 } as never })).rejects.toThrow(
      "fit: ema: unknown option decay",
    );
  });
});
