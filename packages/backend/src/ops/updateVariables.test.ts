import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import {
  env,
  fused,
  memory,
  type Rank,
  tensor1d,
  tensor2d,
  type Variable,
  variable,
  zeros,
} from "@tensorflow/tfjs-core";
import { beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "../engine/useBackend.ts";
import { findNonFiniteSync } from "./findNonFinite.ts";
import { overwrite } from "./overwrite.ts";
import { updateVariables } from "./updateVariables.ts";

const ADAM = { step: 0.1, keep1: 0.9, take1: 0.1, keep2: 0.999, take2: 0.001, epsilon: 1e-7 };

describe("on wasm", () => {
  beforeEach(async () => {
    await useBackend("wasm");
    env().set("IS_TEST", false);
  });

  it.each([1, 3, 4, 7, 64])("updates variables of %i numbers, and leaves no tensor", (size) => {
    const start = Array.from({ length: size }, (_, i) => Math.sin(i + 1));
    const gradients = start.map((_, i) => Math.cos(i + 2));
    const made = [0, 1].map(() => ({
      weight: variable(tensor1d(start)),
      slots: { m: variable(zeros([size])), v: variable(zeros([size])) },
    }));
    const before = memory().numTensors;
    const gradient = tensor1d(gradients);
    const decays = [0, 0.25];
    const parts = made.map((each, nth) => ({ ...each, gradient, decay: decays[nth] }));
    expect(updateVariables("adam", parts, ADAM)).toBe(true);
    gradient.dispose();
    expect(memory().numTensors).toBe(before);
    for (const [nth, { weight }] of made.entries()) {
      const expected = start.map((w, i) => {
        const change = (0.1 * gradients[i]) / (Math.sqrt(0.001 * gradients[i] ** 2) + 1e-7);
        return w * (1 - decays[nth]) - 0.1 * change;
      });
      const found = [...weight.dataSync()];
      expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(1e-6);
    }
  });

  it("leaves a clone of a variable as it was", () => {
    const weight = variable(tensor1d([1, 2]));
    const clone = weight.clone();
    updateVariables("sgd", [{ weight, gradient: tensor1d([1, 1]), slots: {} }], { rate: 0.5 });
    expect([...clone.dataSync()]).toEqual([1, 2]);
    expect([...weight.dataSync()]).toEqual([0.5, 1.5]);
  });

  it("is seen by the next multiplication, every time", () => {
    const weight = variable<Rank>(tensor2d([1, 1], [2, 1]));
    const operands = { weight, gradient: tensor2d([1, 1], [2, 1]), slots: {} };
    const products = [1, 2, 3, 4].map(() => {
      const [product] = fused.matMul({ a: tensor2d([1, 1], [1, 2]), b: weight }).dataSync();
      updateVariables("sgd", [operands], { rate: 0.25 });
      return product;
    });
    expect(products).toEqual([2, 1.5, 1, 0.5]);
  });

  it("moves a running average", () => {
    const average: Variable = variable(tensor1d([1, 2, 3, 4, 5]));
    const operands = { weight: average, gradient: tensor1d([5, 4, 3, 2, 1]), slots: {} };
    updateVariables("average", [operands], { keep: 0.75, take: 0.25 });
    expect([...average.dataSync()]).toEqual([2, 2.5, 3, 3.5, 4]);
  });

  it.each([1, 2])(
    "updates a large variable with the same bits as its parts, on %i threads",
    async (threads) => {
      const size = 200_003;
      const numbers = (seed: number): Float32Array =>
        Float32Array.from({ length: size }, (_, i) => Math.sin(i * seed));
      const update = (
        ...parts: readonly Readonly<Record<"weight" | "gradient", Float32Array>>[]
      ): number[] => {
        const operands = parts.map(({ weight, gradient }) => ({
          weight: variable(tensor1d(weight)),
          gradient: tensor1d(gradient),
          slots: { m: variable(zeros([weight.length])), v: variable(zeros([weight.length])) },
          decay: 0.01,
        }));
        updateVariables("adam", operands, ADAM);
        return operands.flatMap(({ weight }) => [...weight.dataSync()]);
      };
      const [weight, gradient] = [numbers(1), numbers(2)];
      const pieces = Array.from({ length: 21 }, (_, nth) => {
        const [from, end] = [nth * 10_000, nth * 10_000 + 10_000];
        return { weight: weight.slice(from, end), gradient: gradient.slice(from, end) };
      });
      const expected = update(...pieces);
      await useBackend("wasm", { threads });
      expect(update({ weight, gradient })).toEqual(expected);
      await useBackend("wasm", { threads: 1 });
    },
  );

  it.each([1, 4, 7, 50_000])(
    "finds a weight among %i that becomes infinite, and one that is written later",
    (size) => {
      const gradient = (last: number): Float32Array => new Float32Array(size).fill(last, size - 1);
      const weights = [0, 1].map(() => variable(tensor1d(new Float32Array(size))));
      const update = (last: number): void => {
        const gradients = [0, last].map((one) => tensor1d(gradient(one)));
        const parts = weights.map((weight, nth) => ({ weight, gradient: gradients[nth], slots: {} }));
        updateVariables("sgd", parts, { rate: 2 });
      };
      update(1);
      expect(findNonFiniteSync(weights)).toBeUndefined();
      update(3e38);
      expect(findNonFiniteSync(weights)).toBe(1);
      overwrite(weights[1]).fill(0);
      update(1);
      expect(findNonFiniteSync(weights)).toBeUndefined();
      overwrite(weights[0])[0] = NaN;
      expect(findNonFiniteSync(weights)).toBe(0);
    },
  );

  it("sums LAMB's norms of a large variable in doubles", () => {
    const size = 1_000_000;
    const weight = variable(tensor1d(new Float32Array(size).fill(0.1)));
    const slots = { m: variable(zeros([size])), v: variable(zeros([size])) };
    const gradient = tensor1d(new Float32Array(size).fill(3));
    const constants = {
      ...{ rate: 0.5, keep1: 0, take1: 1, keep2: 0, take2: 1, epsilon: 0 },
      ...{ meanCorrection: 1, squareCorrection: 1 },
    };
    updateVariables("lamb", [{ weight, gradient, slots }], constants);
    expect(Math.abs(weight.dataSync()[0] - 0.05)).toBeLessThan(1e-8); // |w| / |c| is 0.1
  });
});

it("does nothing on a backend without the kernel, and says so", async () => {
  await useBackend("cpu");
  const weight = variable(tensor1d([1]));
  expect(updateVariables("sgd", [{ weight, gradient: tensor1d([1]), slots: {} }], { rate: 0.5 })).toBe(false);
  expect([...weight.dataSync()]).toEqual([1]);
});
