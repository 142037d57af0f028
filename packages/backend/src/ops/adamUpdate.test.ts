import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import {
  env,
  fused,
  memory,
  type Rank,
  type Tensor,
  tensor1d,
  tensor2d,
  variable,
  zeros,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../engine/useBackend.ts";
import { adamUpdate } from "./adamUpdate.ts";

/** Adam by its formula, in double precision. */
function byHand(weight: number, gradients: readonly number[], rate: number): number {
  let [w, m, v] = [weight, 0, 0];
  for (const [at, g] of gradients.entries()) {
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    w -= (stepAt(at + 1, rate) * m) / (Math.sqrt(v) + 1e-7);
  }
  return w;
}

function stepAt(update: number, rate: number): number {
  return (rate * Math.sqrt(1 - 0.999 ** update)) / (1 - 0.9 ** update);
}

describe.each(["cpu", "wasm"] as const)("adamUpdate on %s", (backend) => {
  it.each([1, 3, 4, 7, 64])(
    "updates variables of %i numbers by the formula, and leaves no tensor",
    async (size) => {
      await useBackend(backend);
      env().set("IS_TEST", backend === "cpu");
      const start = Array.from({ length: size }, (_, i) => Math.sin(i + 1));
      const gradients = [1, 2, 3].map((update) => start.map((_, i) => Math.cos(update * (i + 2))));
      const made = [0, 1].map(() => ({
        weight: variable(tensor1d(start)),
        m: variable(zeros([size])),
        v: variable(zeros([size])),
      }));
      const before = memory().numTensors;
      for (const [at, slope] of gradients.entries()) {
        const gradient: Tensor = tensor1d(slope);
        const constants = { step: stepAt(at + 1, 0.1), beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
        adamUpdate(
          made.map((variables) => ({ ...variables, gradient })),
          constants,
        );
        gradient.dispose();
      }
      expect(memory().numTensors).toBe(before);
      for (const { weight } of made) {
        const expected = start.map((w, i) =>
          byHand(
            w,
            gradients.map((slope) => slope[i]),
            0.1,
          ),
        );
        const found = [...weight.dataSync()];
        expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(1e-6);
      }
    },
  );

  it("leaves a clone of a variable as it was", async () => {
    await useBackend(backend);
    const weight = variable(tensor1d([1, 2]));
    const clone = weight.clone();
    const operands = { weight, gradient: tensor1d([1, 1]), m: variable(zeros([2])), v: variable(zeros([2])) };
    adamUpdate([operands], { step: 0.5, beta1: 0, beta2: 0, epsilon: 0 });
    expect([...clone.dataSync()]).toEqual([1, 2]);
    expect([...weight.dataSync()]).toEqual([0.5, 1.5]);
  });

  it("is seen by the next multiplication, every time", async () => {
    await useBackend(backend);
    const weight = variable<Rank>(tensor2d([1, 1], [2, 1]));
    const operands = {
      weight,
      gradient: tensor2d([1, 1], [2, 1]),
      m: variable(zeros([2, 1])),
      v: variable(zeros([2, 1])),
    };
    const products = [1, 2, 3, 4].map(() => {
      const [product] = fused.matMul({ a: tensor2d([1, 1], [1, 2]), b: weight }).dataSync();
      adamUpdate([operands], { step: 0.25, beta1: 0, beta2: 0, epsilon: 0 });
      return product;
    });
    expect(products).toEqual([2, 1.5, 1, 0.5]);
  });
});
