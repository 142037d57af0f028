import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-layers"; // registers the gradients of tfjs-core
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { registerKernels } from "./registerKernels.ts";

type Shape4D = [number, number, number, number];

/** A convolution: what varies is everything that an engine may get wrong. */
const convolutions = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 13 }),
    width: fc.integer({ min: 1, max: 13 }),
    channels: fc.constantFrom(1, 2, 3, 5, 7, 8, 9, 12, 16, 19),
    outChannels: fc.constantFrom(1, 2, 4, 5, 7, 8, 11, 12, 16, 20, 24, 28, 45),
    multiplier: fc.integer({ min: 1, max: 3 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    dilation: fc.integer({ min: 1, max: 3 }),
    padding: fc.oneof(
      fc.constantFrom("same" as const, "valid" as const),
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }),
    ),
    seed: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ padding, ...rest }) => ({
    ...rest,
    pad:
      typeof padding === "string"
        ? padding
        : ([
            [0, 0],
            [padding[0], padding[1]],
            [padding[2], padding[3]],
            [0, 0],
          ] as tf.backend_util.ExplicitPadding),
  }));

/** The values of `work` on a backend; undefined if tfjs refuses the shapes. */
async function on(backend: string, work: () => readonly tf.Tensor[]): Promise<readonly Float32Array[]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const tensors = tf.tidy(() => [...work()]);
  const values = await Promise.all(tensors.map(async (t) => (await t.data()) as Float32Array));
  tf.dispose(tensors);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

async function expectSame(work: () => readonly tf.Tensor[]): Promise<void> {
  const [expected, found] = [await on("cpu", work), await on("wasm", work)];
  expected.forEach((values, which) => {
    expect(found[which].length).toBe(values.length);
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - found[which][i])), 0);
    expect(worst / scale).toBeLessThan(1e-5);
  });
}

function normal(shape: Shape4D, seed: number): tf.Tensor4D {
  return tf.randomNormal(shape, 0, 1, "float32", seed);
}

/** Output and gradients, the gradient from above being random too. */
function withGradients(
  convolve: (x: tf.Tensor4D, w: tf.Tensor4D) => tf.Tensor4D,
  x: tf.Tensor4D,
  w: tf.Tensor4D,
  seed: number,
): readonly tf.Tensor[] {
  const y = convolve(x, w);
  const gradients = tf.grads((a, b) => convolve(a as tf.Tensor4D, b as tf.Tensor4D));
  return [y, ...gradients([x, w], normal(y.shape, seed + 2))];
}

function kernel(name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);
}

/** How far a dilated filter reaches. */
function reach(kernel: number, dilation: number): number {
  return (kernel - 1) * dilation + 1;
}

describe("against the cpu backend", () => {
  beforeAll(() => {
    tf.env().set("IS_TEST", true);
    registerKernels();
  });

  it("convolutions of any shape agree, and leak no tensor", async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async (c) => {
        const room = c.pad === "same" ? Infinity : 0;
        fc.pre(c.height + room >= c.kernel[0] && c.width + room >= c.kernel[1]);
        await expectSame(() => {
          const x = normal([c.batch, c.height, c.width, c.channels], c.seed);
          const w = normal([...c.kernel, c.channels, c.outChannels], c.seed + 1);
          return withGradients((a, b) => tf.conv2d(a, b, c.strides, c.pad), x, w, c.seed);
        });
      }),
      { numRuns: 120 },
    );
  });

  it("dilated convolutions agree (tfjs has no gradient for them)", async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async (c) => {
        const room = c.pad === "same" ? Infinity : 0;
        fc.pre(
          c.height + room >= reach(c.kernel[0], c.dilation) &&
            c.width + room >= reach(c.kernel[1], c.dilation),
        );
        await expectSame(() => {
          const x = normal([c.batch, c.height, c.width, c.channels], c.seed);
          const w = normal([...c.kernel, c.channels, c.outChannels], c.seed + 1);
          return [tf.conv2d(x, w, 1, c.pad, "NHWC", c.dilation)];
        });
      }),
      { numRuns: 40 },
    );
  });

  it("depthwise convolutions whose windows slide, or that are done sixteen channels at a time, agree", async () => {
    const blocked = fc.record({
      filter: fc.constantFrom([3, 1], [3, 2], [5, 1], [5, 2]),
      height: fc.integer({ min: 1, max: 31 }),
      width: fc.integer({ min: 1, max: 31 }),
      channels: fc.constantFrom(1, 3, 4, 8, 15, 16, 17, 33, 40, 136),
      pad: fc.constantFrom("same" as const, "valid" as const),
      seed: fc.integer({ min: 1, max: 1000 }),
    });
    await fc.assert(
      fc.asyncProperty(blocked, async ({ filter: [taps, stride], height, width, channels, pad, seed }) => {
        fc.pre(pad === "same" || (height >= taps && width >= taps));
        await expectSame(() => {
          const x = normal([2, height, width, channels], seed);
          const w = normal([taps, taps, channels, 1], seed + 1);
          return withGradients((a, b) => tf.depthwiseConv2d(a, b, stride, pad), x, w, seed);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("depthwise convolutions of any shape and multiplier agree, and leak no tensor", async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async (c) => {
        const room = c.pad === "same" ? Infinity : 0;
        fc.pre(c.height + room >= c.kernel[0] && c.width + room >= c.kernel[1]);
        await expectSame(() => {
          const x = normal([c.batch, c.height, c.width, c.channels], c.seed);
          const w = normal([...c.kernel, c.channels, c.multiplier], c.seed + 1);
          return withGradients((a, b) => tf.depthwiseConv2d(a, b, c.strides, c.pad), x, w, c.seed);
        });
      }),
      { numRuns: 120 },
    );
  });

  it("dilated depthwise convolutions agree, and their gradients are their adjoints (tfjs refuses to derive them)", async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async (c) => {
        const room = c.pad === "same" ? Infinity : 0;
        fc.pre(
          c.height + room >= reach(c.kernel[0], c.dilation) &&
            c.width + room >= reach(c.kernel[1], c.dilation),
        );
        const x = (): tf.Tensor4D => normal([c.batch, c.height, c.width, c.channels], c.seed);
        const w = (): tf.Tensor4D => normal([...c.kernel, c.channels, c.multiplier], c.seed + 1);
        const y = (): tf.Tensor4D => tf.depthwiseConv2d(x(), w(), 1, c.pad, "NHWC", c.dilation);
        await expectSame(() => [y()]);
        const [expected] = await on("cpu", () => [tf.sum(tf.mul(y(), normal(y().shape, c.seed + 2)))]);
        const products = await on("wasm", () => {
          const dy = normal(y().shape, c.seed + 2);
          const attributes = { strides: 1, pad: c.pad, dilations: c.dilation, dimRoundingMode: undefined };
          const [inputShape, filterShape] = [x().shape, w().shape];
          const dx = kernel(
            "DepthwiseConv2dNativeBackpropInput",
            { dy, filter: w() },
            { ...attributes, inputShape },
          );
          const df = kernel(
            "DepthwiseConv2dNativeBackpropFilter",
            { x: x(), dy },
            { ...attributes, filterShape },
          );
          return [tf.sum(tf.mul(dx, x())), tf.sum(tf.mul(df, w()))];
        });
        for (const product of products) expect(product[0]).toBeCloseTo(expected[0], 2);
      }),
      { numRuns: 60 },
    );
  });

  it("takes the null that tfjs-layers passes for no dilation", async () => {
    const none = null as unknown as undefined; // what its types do not say
    await expectSame(() => {
      const [x, w] = [normal([1, 5, 5, 3], 1), normal([3, 3, 3, 2], 2)];
      return [
        tf.depthwiseConv2d(x, w, 1, "same", "NHWC", none),
        tf.grad((a) => tf.depthwiseConv2d(a as tf.Tensor4D, w, 1, "same", "NHWC", none))(x),
      ];
    });
  });

  it("sums of segments agree, an id outside dropped", async () => {
    await expectSame(() => {
      const x = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
      return [tf.unsortedSegmentSum(x, tf.tensor1d([2, 0, 2, 5], "int32"), 3)];
    });
    await expectSame(() => [
      tf.grad((x) => tf.square(tf.gather(x, tf.tensor1d([1, 1, 0], "int32"))))(
        tf.tensor2d([1, 2, 3, 4], [2, 2]),
      ),
    ]);
  });
});
