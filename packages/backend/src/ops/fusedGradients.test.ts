import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-layers"; // registers the gradients of tfjs-core
import {
  add,
  conv2d,
  depthwiseConv2d,
  dispose,
  grads,
  matMul,
  mean,
  memory,
  moments,
  mul,
  type Rank,
  reshape,
  rsqrt,
  sigmoid,
  sub,
  sum,
  type Tensor,
  tensor,
  type Tensor2D,
  type Tensor4D,
  tidy,
} from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNoGpu } from "../../fixtures/gpu.ts";
import { symmetric } from "../../fixtures/rule.ts";
import { type ChosenBackend, useBackend } from "../engine/useBackend.ts";
import { normalizeDepthwise } from "./normalization/normalizeDepthwise.ts";
import { squeezeExciteProject } from "./squeezeExcite/squeezeExciteProject.ts";

const values = (name: string, shape: number[]): Tensor => tensor(symmetric(name, shape), shape);

type Work = (...inputs: Tensor[]) => Tensor;

/** The output, and the gradients of it weighted by numbers. */
async function gradientsOf(work: Work, inputs: Tensor[]): Promise<readonly Float32Array[]> {
  const tensors = tidy(() => {
    const output = work(...inputs);
    const weights = values("weights", output.shape);
    return [output, ...grads((...of: Tensor[]) => sum(mul(work(...of), weights)))(inputs)];
  });
  const numbers = await Promise.all(tensors.map((one) => one.data<"float32">()));
  dispose(tensors);
  return numbers.map((one) => one.slice());
}

/** What tfjs's operations compute on the first backend, the cpu: a GPU in software compiles each of them for seconds. */
const expectations = new Map<string, readonly Float32Array[]>();

/** The outputs and gradients of both functions agree. */
async function expectSameGradients(name: string, ours: Work, theirs: Work, inputs: Tensor[]): Promise<void> {
  const before = memory().numTensors;
  const expected = expectations.get(name) ?? (await gradientsOf(theirs, inputs));
  expectations.set(name, expected);
  const found = await gradientsOf(ours, inputs);
  expect(found).toHaveLength(expected.length);
  for (const [at, numbers] of expected.entries()) {
    expect(found[at]).toHaveLength(numbers.length);
    const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const worst = numbers.reduce((most, value, nth) => Math.max(most, Math.abs(value - found[at][nth])), 0);
    expect(worst / largest, `output or gradient ${String(at)}`).toBeLessThan(2e-5);
  }
  expect(memory().numTensors).toBe(before);
}

const swish = (z: Tensor): Tensor => mul(z, sigmoid(z));

const missing = await whyNoGpu();
const backends = missing === undefined ? (["cpu", "wasm", "webgpu"] as const) : (["cpu", "wasm"] as const);

describe.each(backends)("on %s, against tfjs's own operations and gradients on cpu", (name) => {
  let backend: ChosenBackend;
  beforeAll(async () => {
    backend = await useBackend(name);
  });
  afterAll(() => {
    if (name === "webgpu") backend.dispose();
  });

  it.each([
    [3, 1],
    [3, 2],
    [5, 2],
  ])("normalizeDepthwise with %ix%i taps agrees", async (taps, stride) => {
    const shape = { epsilon: 1e-3, strides: [stride, stride] as [number, number], pad: "same" as const };
    const ours = (x: Tensor, gamma: Tensor, beta: Tensor, filter: Tensor): Tensor =>
      normalizeDepthwise(x, filter as Tensor4D, { ...shape, gamma, beta, activation: "swish" }).y;
    const theirs = (x: Tensor, gamma: Tensor, beta: Tensor, filter: Tensor): Tensor => {
      const found = moments(x, [0, 1, 2]);
      const unit = mul(sub(x, found.mean), rsqrt(add(found.variance, shape.epsilon)));
      const normalized = swish(add(mul(unit, gamma), beta)) as Tensor4D;
      return depthwiseConv2d(normalized, filter as Tensor4D, shape.strides, shape.pad);
    };
    const [x, filter] = [values("x", [2, 7, 6, 20]), values("filter", [taps, taps, 20, 1])];
    const name = `normalizeDepthwise ${String(taps)} ${String(stride)}`;
    await expectSameGradients(name, ours, theirs, [x, values("gamma", [20]), values("beta", [20]), filter]);
  });

  it.each([3, 14])("squeezeExciteProject of images of side %i agrees", async (side) => {
    const ours = (x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor, filter: Tensor): Tensor => {
      const reduce = { kernel: w1, bias: b1, activation: "swish" } as const;
      return squeezeExciteProject(
        x,
        reduce,
        { kernel: w2, bias: b2, activation: "sigmoid" },
        filter as Tensor4D,
      );
    };
    const theirs = (x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor, filter: Tensor): Tensor => {
      const narrow = swish(add(matMul(mean<Tensor2D>(x, [1, 2]), reshape<Rank.R2>(w1, [10, 3])), b1));
      const gate = sigmoid(add(matMul(narrow, reshape<Rank.R2>(w2, [3, 10])), b2));
      return conv2d(mul<Tensor4D>(x, reshape(gate, [2, 1, 1, 10])), filter as Tensor4D, 1, "valid");
    };
    const weights = [
      values("w1", [1, 1, 10, 3]),
      values("b1", [3]),
      values("w2", [1, 1, 3, 10]),
      values("b2", [10]),
    ];
    await expectSameGradients(`squeezeExciteProject ${String(side)}`, ours, theirs, [
      values("x", [2, side, side, 10]),
      ...weights,
      values("w", [1, 1, 10, 6]),
    ]);
  });
});
