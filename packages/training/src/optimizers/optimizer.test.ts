import "@tensorflow/tfjs-backend-cpu";
import {
  env,
  memory,
  ones,
  type Rank,
  setBackend,
  tensor,
  variable,
  type Variable,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Optimizer } from "./optimizer.ts";
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import { adamax } from "./adamax.ts";
import { adamW } from "./adamW.ts";
import { lamb } from "./lamb.ts";
import { lion } from "./lion.ts";
import { nadam } from "./nadam.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

const weight = (): Variable => variable<Rank>(ones([2]));
const gradients = { a: () => tensor([0.5, -1]), b: () => tensor([2, 0.1]) };

function steps(
  optimizer: Optimizer,
  name: "a" | "b",
  count: number,
  state?: Parameters<Optimizer["bind"]>[1],
) {
  const of = weight();
  const run = optimizer.bind(new Map([[name, of]]), state);
  for (let step = 0; step < count; step++) run.apply({ [name]: gradients[name]() }, 0.1);
  return { run, values: [...of.dataSync()] };
}

describe.each([
  ...[adadelta(), adagrad(), adam(), adam({ amsgrad: true }), adamax(), adamW(), lamb(), lion(), nadam()],
  ...[rmsprop(), rmsprop({ centered: true, momentum: 0.9 })],
  ...[sgd({ momentum: 0.9 }), sgd({ momentum: 0.9, nesterov: true }), sgd()],
])("$name", (optimizer) => {
  it("continues exactly from its state, which is stored by name", async () => {
    const names = ["a", "b"] as const;
    const one = new Map(names.map((name) => [name, weight()]));
    const first = optimizer.bind(one);
    const apply = (run: typeof first) => run.apply({ a: gradients.a(), b: gradients.b() }, 0.1);
    apply(first);
    apply(first);
    const state = JSON.stringify(await first.state(), (_key, value: unknown) =>
      value instanceof Float32Array ? { floats: [...value] } : value,
    );
    const parsed = JSON.parse(state, (_key, value: { floats?: number[] } | null) =>
      value?.floats === undefined ? value : Float32Array.from(value.floats),
    ) as Awaited<ReturnType<typeof first.state>>;
    expect(
      Object.keys(parsed.slots).every((key) =>
        /^[ab]\/(m|v|momentum|mean|sum|change|norm|highest)$/.test(key),
      ),
    ).toBe(true);

    // the other order: what is remembered belongs to the name, not to the place
    const two = new Map(
      [...names]
        .reverse()
        .map((name) => [name, variable<Rank>(tensor([...(one.get(name)?.dataSync() ?? [])]))]),
    );
    const second = optimizer.bind(two, parsed);
    apply(first);
    apply(second);
    for (const name of names) expect([...two.get(name)!.dataSync()]).toEqual([...one.get(name)!.dataSync()]);
  });

  it("leaves a variable alone that has no gradient", () => {
    const [a, b] = [weight(), weight()];
    const run = optimizer.bind(
      new Map([
        ["a", a],
        ["b", b],
      ]),
    );
    run.apply({ a: gradients.a() }, 0.1);
    expect([...b.dataSync()]).toEqual([1, 1]);
    expect([...a.dataSync()]).not.toEqual([1, 1]);
  });

  it("keeps no more tensors than its slots, and none after dispose", () => {
    const of = weight();
    const before = memory().numTensors;
    const run = optimizer.bind(new Map([["a", of]]));
    const slots = memory().numTensors;
    const gradient = gradients.a();
    run.apply({ a: gradient }, 0.1);
    expect(memory().numTensors).toBe(slots + 1);
    gradient.dispose();
    run.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe("adam", () => {
  it("takes a first step of the size of the learning rate, for any gradient", () => {
    const { values } = steps(adam(), "b", 1);
    expect(values[0]).toBeCloseTo(0.9, 5);
    expect(values[1]).toBeCloseTo(0.9, 5);
  });
  it("rejects constants out of their range", () => {
    expect(() => adam({ beta1: 1.5 })).toThrow("adam: beta1 must be a finite number from 0 to 1, got 1.5");
    expect(() => adam({ epsilon: -1 })).toThrow(
      "adam: epsilon must be a finite number of at least 0, got -1",
    );
  });
});

describe("sgd", () => {
  it("steps by rate times gradient", () => {
    const { values } = steps(sgd(), "a", 2);
    expect(values[0]).toBeCloseTo(0.9, 6);
    expect(values[1]).toBeCloseTo(1.2, 6);
  });
});
