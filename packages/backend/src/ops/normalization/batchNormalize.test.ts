import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-layers"; // registers the gradients of tfjs-core
import {
  customGrad,
  env,
  grads,
  keep,
  memory,
  mul,
  sum,
  tensor,
  tensor1d,
  tidy,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { symmetric, uniform } from "../../../fixtures/rule.ts";
import { useBackend } from "../../engine/useBackend.ts";
import { batchNormalize } from "./batchNormalize.ts";

const fixtures = new URL("../../../fixtures/", import.meta.url);
const golden = JSON.parse(readFileSync(new URL("bn_swish.json", fixtures), "utf8")) as {
  readonly shape: [number, number, number, number];
  readonly epsilon: number;
  readonly dgamma: readonly number[];
  readonly dbeta: readonly number[];
  readonly mean: readonly number[];
  readonly variance: readonly number[];
};

function floats(file: string): Float32Array {
  const bytes = readFileSync(new URL(file, fixtures));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function expectNear(found: Tensor, expected: ArrayLike<number>): void {
  const values = found.dataSync();
  const largest = Math.max(...Array.from(expected, Math.abs));
  const worst = Math.max(...Array.from(expected, (value, i) => Math.abs(value - values[i])));
  expect(worst / largest).toBeLessThan(1e-5);
}

describe.each(["cpu", "wasm"] as const)("batch normalisation and swish as one operation on %s", (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
    env().set("IS_TEST", backend === "cpu");
  });

  const { shape, epsilon } = golden;
  const channels = shape[3];

  it("agrees with TensorFlow forward and back, and leaves no tensor", () => {
    const before = memory().numTensors;
    tidy(() => {
      const x = tensor(symmetric("bn/x", shape), shape);
      const dy = tensor(symmetric("bn/dy", shape), shape);
      const gamma = tensor1d(Float32Array.from(uniform("bn/gamma", channels), (u) => 0.5 + u));
      const beta = tensor1d(Float32Array.from(uniform("bn/beta", channels), (u) => u - 0.5));
      const found = batchNormalize(x, { gamma, beta, epsilon, activation: "swish" });
      expectNear(found.y, floats("bn_swish.output.bin"));
      expectNear(found.mean, golden.mean);
      expectNear(found.variance, golden.variance);
      const loss = (a: Tensor, g: Tensor, b: Tensor): Tensor =>
        sum(mul(batchNormalize(a, { gamma: g, beta: b, epsilon, activation: "swish" }).y, dy));
      const [dx, dgamma, dbeta] = grads(loss)([x, gamma, beta]);
      expectNear(dx, floats("bn_swish.dx.bin"));
      expectNear(dgamma, golden.dgamma);
      expectNear(dbeta, golden.dbeta);
    });
    expect(memory().numTensors).toBe(before);
  });

  it("leaves a gradient as it is that a custom gradient keeps", () => {
    const kept: Tensor[] = [];
    const watch = customGrad((z) => ({
      value: (z as Tensor).clone(), // the one input
      gradFunc(dy: Tensor) {
        kept.push(keep(mul(dy, 2)));
        return kept[0];
      },
    }));
    tidy(() => {
      grads((x: Tensor) => sum(watch(batchNormalize(x, { epsilon: 0.1, activation: "swish" }).y)))([
        tensor(symmetric("bn/kept", [4, 3]), [4, 3]),
      ]);
    });
    expect(Array.from(kept[0].dataSync())).toEqual(Array.from({ length: 12 }, () => 2));
    kept[0].dispose();
  });
});
