import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-layers"; // registers the gradients of tfjs-core
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNoGpu } from "../../fixtures/gpu.ts";
import { symmetric, uniform } from "../../fixtures/rule.ts";
import { type ChosenBackend, useBackend } from "../engine/useBackend.ts";
import { findNonFinite } from "../ops/findNonFinite.ts";
import { batchNormalize } from "../ops/normalization/batchNormalize.ts";
import { fusedConv2d } from "../ops/convolution/fusedConv2d.ts";
import { updateVariables } from "../ops/updateVariables.ts";
import { UPDATE_RULES, type UpdateRule } from "../kernels/elementwise/updateRules.ts";

const missing = await whyNoGpu();
type Shape4D = [number, number, number, number];
type Work = () => readonly tf.Tensor[];

const values = (name: string, shape: number[]): tf.Tensor => tf.tensor(symmetric(name, shape), shape);
const values4D = (name: string, shape: Shape4D): tf.Tensor4D => tf.tensor4d(symmetric(name, shape), shape);

/** Output and gradients of a convolution, weighted by numbers. */
function convolution(x: Shape4D, filter: Shape4D, strides: number, pad: "same" | "valid"): Work {
  return () => withGradients((a, w) => tf.conv2d(a, w, strides, pad), x, filter);
}

function depthwise(x: Shape4D, filter: Shape4D, strides: number, pad: "same" | "valid"): Work {
  return () => withGradients((a, w) => tf.depthwiseConv2d(a, w, strides, pad), x, filter);
}

function withGradients(
  convolve: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor4D,
  xShape: Shape4D,
  filterShape: Shape4D,
): readonly tf.Tensor[] {
  const [x, filter] = [values4D("x", xShape), values4D("filter", filterShape)];
  const y = convolve(x, filter);
  const gradients = tf.grads((a, b) => convolve(a as tf.Tensor4D, b as tf.Tensor4D));
  return [y, ...gradients([x, filter], values("dy", y.shape))];
}

/** What tfjs has no gradient for: the kernel itself, whose adjoint is checked. */
function dilated(): readonly tf.Tensor[] {
  const [x, filter] = [values4D("x", [2, 9, 8, 4]), values4D("filter", [3, 3, 4, 1])];
  const attributes = { strides: 1, pad: "same", dilations: 2, dataFormat: "NHWC" };
  const y = tf.depthwiseConv2d(x, filter, 1, "same", "NHWC", 2);
  if (tf.getBackend() === "cpu") {
    const dot = tf.sum(tf.mul(y, values("dy", y.shape)));
    return [dot, dot];
  }
  const dy = values("dy", y.shape);
  const run = (name: string, inputs: tf.NamedTensorMap, more: object): tf.Tensor =>
    tf.engine().runKernel(name, inputs, { ...attributes, ...more });
  const dx = run("DepthwiseConv2dNativeBackpropInput", { dy, filter }, { inputShape: x.shape });
  const df = run("DepthwiseConv2dNativeBackpropFilter", { x, dy }, { filterShape: filter.shape });
  return [tf.sum(tf.mul(dx, x)), tf.sum(tf.mul(df, filter))];
}

function normalized(
  activation: "linear" | "relu" | "relu6" | "sigmoid" | "swish",
  channels: number,
  fixed: boolean,
): Work {
  return () => {
    const shape = [3, 5, 4, channels];
    const positive = tf.tensor1d(Float32Array.from(uniform("variance", channels), (u) => 0.5 + u));
    const run = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor =>
      batchNormalize(tf.mul(tf.add(x, 3), 2), {
        gamma, // used again in the backward pass, as a variable is
        beta,
        epsilon: 1e-3,
        activation,
        statistics: fixed ? [values("mean", [channels]), positive] : undefined,
      }).y;
    const inputs = [values("x", shape), values("gamma", [channels]), values("beta", [channels])];
    const [x, gamma, beta] = inputs;
    return [run(x, gamma, beta), ...tf.grads((a, b, c) => run(a, b, c))(inputs, values("dy", shape))];
  };
}

function fused(isDepthwise: boolean): Work {
  return () =>
    (["swish", "relu6", "linear"] as const).map((activation) =>
      fusedConv2d(values4D("x", [1, 6, 6, 8]), values4D("w", isDepthwise ? [3, 3, 8, 1] : [3, 3, 8, 12]), {
        bias: values("bias", [isDepthwise ? 8 : 12]),
        activation,
        depthwise: isDepthwise,
        strides: [1, 1],
        pad: "same",
        recorded: false,
      }),
    );
}

const sums: Work = () => {
  const x = values("x", [2, 30, 33, 6]);
  return [
    tf.sum(x, [0, 1, 2]),
    tf.mean(x, [1, 2]),
    tf.sum(x, [0], true),
    tf.mean(x, [1], true),
    tf.sum(x, [1, 3]),
    tf.sum(x),
    tf.mean(x, -1),
  ];
};

const WORK: Readonly<Record<string, Work>> = {
  "a 3x3 convolution of 3 channels": convolution([2, 17, 16, 3], [3, 3, 3, 10], 2, "same"),
  "a pointwise convolution of many pixels": convolution([2, 24, 25, 12], [1, 1, 12, 20], 1, "same"),
  "a pointwise convolution of many channels": convolution([1, 5, 5, 70], [1, 1, 70, 130], 1, "valid"),
  "a 2x3 convolution": convolution([1, 7, 6, 5], [2, 3, 5, 4], 1, "valid"),
  "a depthwise 3x3": depthwise([2, 19, 20, 8], [3, 3, 8, 1], 1, "same"),
  "a depthwise 5x5 of stride 2": depthwise([2, 9, 8, 12], [5, 5, 12, 1], 2, "same"),
  "a depthwise of odd channels": depthwise([1, 6, 5, 7], [3, 2, 7, 1], 1, "valid"),
  "a depthwise with a channel multiplier": depthwise([2, 6, 5, 4], [3, 3, 4, 3], 2, "same"),
  "a dilated depthwise": dilated,
  "swish of a normalisation": normalized("swish", 8, false),
  "relu6 of a normalisation of odd channels": normalized("relu6", 5, false),
  "a normalisation alone": normalized("linear", 4, false),
  "sigmoid of a normalisation with fixed statistics": normalized("sigmoid", 12, true),
  "relu of a normalisation with fixed statistics": normalized("relu", 3, true),
  "fused convolutions": fused(false),
  "fused depthwise convolutions": fused(true),
  "sums and means": sums,
};

async function on(backend: "cpu" | "webgpu", work: Work): Promise<readonly Float32Array[]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const tensors = tf.tidy(() => [...work()]);
  const found = await Promise.all(tensors.map((tensor) => tensor.data<"float32">()));
  tf.dispose(tensors);
  expect(tf.memory().numTensors).toBe(before);
  return found;
}

function expectNear(found: readonly Float32Array[], expected: readonly Float32Array[]): void {
  expect(found.length).toBe(expected.length);
  for (const [which, numbers] of expected.entries()) {
    expect(found[which].length).toBe(numbers.length);
    const scale = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    const worst = numbers.reduce((most, value, at) => Math.max(most, Math.abs(value - found[which][at])), 0);
    expect(worst / scale, `result ${String(which)}`).toBeLessThan(2e-5);
  }
}

describe.skipIf(missing !== undefined)(`WebGPU's kernels (${missing ?? "present"})`, () => {
  let gpu: ChosenBackend;
  beforeAll(async () => {
    await useBackend("cpu");
    gpu = await useBackend("webgpu");
    tf.env().set("IS_TEST", false);
  });
  afterAll(() => {
    gpu.dispose();
  });

  it.each(Object.entries(WORK))(
    "%s agrees with the cpu backend, and no tensor is left",
    async (_name, work) => {
      const expected = await on("cpu", work);
      expectNear(await on("webgpu", work), expected);
    },
  );

  it("no data is left on the GPU", async () => {
    await tf.setBackend("webgpu");
    const { numDataIds } = tf.backend() as unknown as { numDataIds: () => number };
    const count = (): number => numDataIds.call(tf.backend());
    const work = normalized("swish", 8, false);
    await on("webgpu", work);
    const before = count();
    await on("webgpu", work);
    expect(count()).toBe(before);
  });

  it("finds the first tensor that is not finite, in one read", async () => {
    await tf.setBackend("webgpu");
    const tensors = Array.from({ length: 11 }, (_, nth) => values(`t${String(nth)}`, [3000]));
    expect(await findNonFinite(tensors)).toBeUndefined();
    const bad = [...tensors.slice(0, 8), tf.tensor1d([1, NaN]), tf.tensor1d([Infinity])];
    expect(await findNonFinite(bad)).toBe(8);
    expect(await findNonFinite([tf.tensor1d([1, 2], "int32"), tf.tensor1d([-Infinity])])).toBe(1);
    tf.dispose([tensors, bad]);
  });
});

/** Constants of every rule, as a few steps of training have them. */
const CONSTANTS: Readonly<Record<string, number>> = {
  rate: 0.01,
  step: 0.01,
  momentum: 0.9,
  keep: 0.9,
  take: 0.1,
  keep1: 0.9,
  take1: 0.1,
  keep2: 0.99,
  take2: 0.01,
  epsilon: 1e-7,
  decay: 0.99,
  meanStep: 0.01,
  gradientStep: 0.002,
  rootCorrection: 1.2,
  meanCorrection: 1.1,
  squareCorrection: 1.3,
};
const RULES = Object.keys(UPDATE_RULES) as readonly UpdateRule[];

describe.skipIf(missing !== undefined)(`WebGPU's update of variables (${missing ?? "present"})`, () => {
  let gpu: ChosenBackend;
  beforeAll(async () => {
    await useBackend("wasm");
    gpu = await useBackend("webgpu");
  });
  afterAll(async () => {
    gpu.dispose();
    await useBackend("wasm");
  });

  /** The weights and slots after three steps of variables of several sizes. */
  async function updated(backend: string, rule: UpdateRule): Promise<readonly Float32Array[]> {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const variables = tf.tidy(() =>
      [5, 300, 64].map((size) => ({
        weight: tf.variable(values(`w${String(size)}`, [size])),
        gradient: tf.keep(values(`g${String(size)}`, [size])),
        slots: Object.fromEntries(
          UPDATE_RULES[rule].slots.map((slot) => [slot, tf.variable(tf.zeros([size]))]),
        ),
        decay: size === 5 ? 0.1 : 0,
      })),
    );
    await variables[0].weight.data(); // numbers that were read once must not be returned again
    for (let step = 0; step < 3; step++)
      expect(updateVariables(rule, variables as never, CONSTANTS as never)).toBe(true); // each rule has its own names
    const written = variables.flatMap(({ weight, slots }) => [weight, ...Object.values(slots)]);
    const found = await Promise.all(written.map((tensor) => tensor.data<"float32">()));
    tf.dispose([...written, ...variables.map(({ gradient }) => gradient)]);
    expect(tf.memory().numTensors).toBe(before);
    return found;
  }

  it.each(RULES)("%s agrees with wasm", async (rule) => {
    const expected = await updated("wasm", rule);
    expectNear(await updated("webgpu", rule), expected);
  });
});
