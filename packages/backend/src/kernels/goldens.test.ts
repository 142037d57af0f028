import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-layers"; // registers the gradients of tfjs-core
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNoGpu } from "../../fixtures/gpu.ts";
import { symmetric, uniform } from "../../fixtures/rule.ts";
import { type ChosenBackend, useBackend } from "../engine/useBackend.ts";

const fixtures = new URL("../../fixtures/", import.meta.url);

interface Golden {
  readonly index: number;
  readonly stride: number;
  readonly padding: "same" | "valid";
  readonly depthwise: boolean;
  readonly x_shape: [number, number, number, number];
  readonly w_shape: [number, number, number, number];
  readonly y_shape: [number, number, number, number];
}

function input(name: string, shape: [number, number, number, number]): tf.Tensor4D {
  return tf.tensor4d(symmetric(name, shape), shape);
}

function golden(file: string): Float32Array {
  const bytes = readFileSync(new URL(file, fixtures));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

async function expectNear(tensor: tf.Tensor, expected: Float32Array): Promise<void> {
  const values = (await tensor.data()) as Float32Array;
  expect(values.length).toBe(expected.length);
  const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
  expect(worst).toBeLessThan(2e-5 * Math.max(1, ...expected.map(Math.abs)));
}

const missing = await whyNoGpu();
const backends = missing === undefined ? (["wasm", "webgpu"] as const) : (["wasm"] as const);

describe.each(backends)("on %s", (name) => {
  let backend: ChosenBackend;
  beforeAll(async () => {
    tf.env().set("IS_TEST", true);
    backend = await useBackend(name);
  });
  afterAll(() => {
    if (name === "webgpu") backend.dispose();
  });
  describe("the convolutions of TensorFlow", convolutions);
  describe("the batch normalisation of TensorFlow", normalization);
});

function convolutions(): void {
  const goldens = JSON.parse(readFileSync(new URL("conv.json", fixtures), "utf8")) as Golden[];
  for (const { index, stride, padding, depthwise, ...shapes } of goldens) {
    const name = `conv${String(index)}`;
    it(`${name}: output and both gradients agree`, async () => {
      const x = input(`${name}/x`, shapes.x_shape);
      const w = input(`${name}/w`, shapes.w_shape);
      const convolve = (a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D =>
        depthwise ? tf.depthwiseConv2d(a, b, stride, padding) : tf.conv2d(a, b, stride, padding);
      const [dx, dw] = tf.grads((a, b) => convolve(a as tf.Tensor4D, b as tf.Tensor4D))(
        [x, w],
        input(`${name}/dy`, shapes.y_shape),
      );
      await expectNear(convolve(x, w), golden(`${name}.y.bin`));
      await expectNear(dx, golden(`${name}.dx.bin`));
      await expectNear(dw, golden(`${name}.dw.bin`));
    });
  }
}

interface NormalizationGolden {
  readonly shape: [number, number, number, number];
  readonly epsilon: number;
  readonly dgamma: readonly number[];
  readonly dbeta: readonly number[];
}

function normalization(): void {
  const { shape, epsilon, dgamma, dbeta } = JSON.parse(
    readFileSync(new URL("bn_swish.json", fixtures), "utf8"),
  ) as NormalizationGolden;
  const channels = shape[3];
  const gamma = (): tf.Tensor1D =>
    tf.tensor1d(Float32Array.from(uniform("bn/gamma", channels), (u) => 0.5 + u));
  const beta = (): tf.Tensor1D =>
    tf.tensor1d(Float32Array.from(uniform("bn/beta", channels), (u) => u - 0.5));

  it("with swish after it: output and every gradient, through the batch's own statistics", async () => {
    const activated = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      const z = tf.batchNorm(x, mean, variance, offset, scale, epsilon);
      return tf.mul(z, tf.sigmoid(z));
    };
    const parameters = [input("bn/x", shape), gamma(), beta()] as const;
    const [dx, dScale, dOffset] = tf.grads((x, scale, offset) => activated(x, scale, offset))(
      [...parameters],
      input("bn/dy", shape),
    );
    await expectNear(activated(...parameters), golden("bn_swish.output.bin"));
    await expectNear(dx, golden("bn_swish.dx.bin"));
    await expectNear(dScale, Float32Array.from(dgamma));
    await expectNear(dOffset, Float32Array.from(dbeta));
  });

  it("fixed statistics have the gradients of the formula, all five of them", async () => {
    type Normalize = (...tensors: tf.Tensor[]) => tf.Tensor;
    const byOp = ((x, mean, variance, offset, scale) =>
      tf.batchNorm(x, mean, variance, offset, scale, epsilon)) satisfies Normalize;
    const byHand = ((x, mean, variance, offset, scale) => {
      const z = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)));
      return tf.add(tf.mul(z, scale), offset);
    }) satisfies Normalize;
    const at = [input("bn/x", shape), beta(), gamma(), beta(), tf.sqrt(gamma())];
    const dy = input("bn/dy", shape);
    const expected = tf.grads(byHand)(at, dy);
    for (const [which, gradient] of tf.grads(byOp)(at, dy).entries())
      await expectNear(gradient, (await expected[which].data()) as Float32Array);
  });

  it("statistics of the images' own shape keep tfjs's gradient", async () => {
    const x = input("bn/x", shape);
    const [dx] = tf.grads((a) =>
      tf.batchNorm(a as tf.Tensor4D, tf.zerosLike(x), tf.onesLike(x), tf.zerosLike(x), tf.onesLike(x), 0),
    )([x]);
    expect((await dx.data())[0]).toBeCloseTo(1, 5);
  });
}
