import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { env, memory, tensor, type Variable, variable } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import { adamax } from "./adamax.ts";
import { adamW } from "./adamW.ts";
import { lamb } from "./lamb.ts";
import { lion } from "./lion.ts";
import { nadam } from "./nadam.ts";
import type { Optimizer, OptimizerConfig } from "./optimizer.ts";
import { optimizerFromConfig } from "./optimizerFromConfig.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";

interface Run {
  readonly rate: number;
  readonly after: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}
interface Goldens {
  readonly start: Readonly<Record<string, { readonly data: number[]; readonly shape: number[] }>>;
  readonly runs: Readonly<Record<string, Run>>;
}
const file = new URL("../../fixtures/optimizers.json", import.meta.url);
const goldens = JSON.parse(readFileSync(file, "utf8")) as Goldens; // as generateOptimizers.py writes it

const all = { excludeFromWeightDecay: [] } as const;
const decay = { weightDecay: 0.1, ...all };

const OPTIMIZERS: Readonly<Record<string, Optimizer>> = {
  adam: adam(),
  amsgrad: adam({ amsgrad: true, beta2: 0.9 }),
  "adam, decay": adam(decay),
  adamW: adamW(all),
  "adamW, no bias": adamW({ weightDecay: 0.2 }),
  "adamW, amsgrad": adamW({ amsgrad: true, beta1: 0.8, ...all }),
  rmsprop: rmsprop(),
  "rmsprop, momentum": rmsprop({ rho: 0.8, momentum: 0.9 }),
  "rmsprop, centered": rmsprop({ centered: true, epsilon: 1e-3 }),
  "rmsprop, all": rmsprop({ centered: true, momentum: 0.5, epsilon: 1e-3, ...decay }),
  adagrad: adagrad(),
  "adagrad, accumulator": adagrad({ initialAccumulator: 0.5, epsilon: 1e-3, ...decay }),
  adadelta: adadelta(),
  "adadelta, other constants": adadelta({ rho: 0.8, epsilon: 1e-3, ...decay }),
  adamax: adamax(),
  "adamax, other constants": adamax({ beta1: 0.8, beta2: 0.9, epsilon: 1e-3, ...decay }),
  nadam: nadam(),
  "nadam, other constants": nadam({ beta1: 0.8, beta2: 0.9, epsilon: 1e-3, ...decay }),
  lion: lion(),
  "lion, other constants": lion({ beta1: 0.7, beta2: 0.8, weightDecay: 0.5, ...all }),
  lamb: lamb(),
  "lamb, other constants": lamb({ beta1: 0.8, beta2: 0.9, epsilon: 1e-3, ...decay }),
  sgd: sgd(decay),
  momentum: sgd({ momentum: 0.9 }),
  nesterov: sgd({ momentum: 0.9, nesterov: true, ...decay }),
};

/** The formula of generateOptimizers.py. */
function gradientOf(step: number, nth: number, shape: readonly number[]): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: size }, (_, i) => 0.1 * (1 + i) * Math.sin(0.7 * step + 1.3 * i + nth));
}

function startVariables(): ReadonlyMap<string, Variable> {
  return new Map(
    Object.entries(goldens.start).map(([name, { data, shape }]) => [name, variable(tensor(data, shape))]),
  );
}

/** Updates the variables at these steps, from 0. */
function update(
  bound: ReturnType<Optimizer["bind"]>,
  variables: ReadonlyMap<string, Variable>,
  rate: number,
  steps: readonly number[],
): void {
  for (const step of steps) {
    const gradients = Object.fromEntries(
      [...variables].map(([name, { shape }], nth) => [name, tensor(gradientOf(step, nth, shape), shape)]),
    );
    bound.apply(gradients, rate / (1 + 0.1 * step));
    for (const gradient of Object.values(gradients)) gradient.dispose();
  }
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);
const numbersOf = (variables: ReadonlyMap<string, Variable>): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries([...variables].map(([name, one]) => [name, [...one.dataSync()]]));

async function start(backend: "cpu" | "wasm"): Promise<void> {
  env().set("IS_TEST", backend === "cpu");
  await useBackend(backend);
}

it("every run of the goldens is compared", () => {
  expect(Object.keys(OPTIMIZERS)).toEqual(Object.keys(goldens.runs));
});

describe.each(["cpu", "wasm"] as const)("on %s", (backend) => {
  it.each(Object.entries(OPTIMIZERS))("20 updates by %s are Keras's", async (name, optimizer) => {
    await start(backend);
    const { rate, after } = goldens.runs[name];
    const variables = startVariables();
    const before = memory().numTensors;
    const bound = optimizer.bind(variables);
    let done = 0;
    for (const [count, expected] of Object.entries(after)) {
      update(bound, variables, rate, range(done, Number(count)));
      done = Number(count);
      const differences = Object.entries(numbersOf(variables)).flatMap(([of, numbers]) =>
        numbers.map((value, i) => Math.abs(value - expected[of][i]) / Math.max(1, Math.abs(value))),
      );
      expect(Math.max(...differences), `after ${count}`).toBeLessThan(1e-6);
    }
    expect(done).toBe(20);
    bound.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it.each(Object.entries(OPTIMIZERS))(
    "%s built from its config continues exactly from the state",
    async (name, optimizer) => {
      await start(backend);
      const { rate } = goldens.runs[name];
      const whole = startVariables();
      const bound = optimizer.bind(whole);
      update(bound, whole, rate, range(0, 5));
      const config = JSON.parse(JSON.stringify(optimizer.config)) as OptimizerConfig; // what was written
      const state = await bound.state();
      const resumed = new Map([...whole].map(([of, one]) => [of, variable(one.clone())]));
      const copy = optimizerFromConfig(config);
      expect(copy.config).toEqual(optimizer.config);
      const second = copy.bind(resumed, state);
      update(bound, whole, rate, range(5, 12));
      update(second, resumed, rate, range(5, 12));
      expect(numbersOf(resumed)).toEqual(numbersOf(whole));
      expect(await second.state()).toEqual(await bound.state());
    },
  );
});
