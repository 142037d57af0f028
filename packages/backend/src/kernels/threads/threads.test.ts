import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-layers"; // registers the gradients
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../engine/useBackend.ts";
import { batchNormalize } from "../../ops/normalization/batchNormalize.ts";
import { globalMeans } from "../../ops/squeezeExcite/globalMeans.ts";
import { squeezeExciteProject } from "../../ops/squeezeExcite/squeezeExciteProject.ts";
import { chooseKernelThreads, limitKernelThreads } from "./threadCount.ts";
import { markShared } from "../wasm/markShared.ts";
import { simdBinary } from "../wasm/simdBinary.ts";
import { wasmEngine } from "../wasm/wasmEngine.ts";
import { partition } from "./partition.ts";
import { helpedParts, threadsOf } from "./team.ts";

const random = (shape: number[], seed: number): tf.Tensor4D =>
  tf.randomNormal(shape as [number, number, number, number], 0, 1, "float32", seed); // or of another rank

/** Values and gradients of an operation, as bits: threads must not change one of them. */
function bits(
  run: (...inputs: tf.Tensor4D[]) => tf.Tensor,
  shapes: readonly number[][],
): readonly Uint8Array[] {
  return tf.tidy(() => {
    const inputs = shapes.map((shape, at) => random(shape, at + 1));
    const y = run(...inputs);
    const dy = random(y.shape, 9);
    const gradients = tf.grads((...xs: tf.Tensor[]) => run(...(xs as tf.Tensor4D[])))(inputs, dy);
    return [y, ...gradients].map((tensor) => new Uint8Array(tensor.dataSync().buffer));
  });
}

const statistics = (x: tf.Tensor4D): tf.Tensor => batchNormalize(x, { epsilon: 1e-3, activation: "swish" }).y;
const CASES: Readonly<Record<string, readonly [(...inputs: tf.Tensor4D[]) => tf.Tensor, number[][]]>> = {
  "a wide convolution of 1x1": [
    (x, w) => tf.conv2d(x, w, 1, "same"),
    [
      [2, 40, 40, 24],
      [1, 1, 24, 90],
    ],
  ],
  "a convolution of 1x1 of few pixels": [
    (x, w) => tf.conv2d(x, w, 1, "same"),
    [
      [1, 7, 7, 300],
      [1, 1, 300, 412],
    ],
  ],
  "a convolution of 3x3": [
    (x, w) => tf.conv2d(x, w, 2, "same"),
    [
      [1, 96, 90, 3],
      [3, 3, 3, 30],
    ],
  ],
  "a depthwise convolution of 3x3": [
    (x, w) => tf.depthwiseConv2d(x, w, 1, "same"),
    [
      [1, 40, 41, 80],
      [3, 3, 80, 1],
    ],
  ],
  "one with stride 2": [
    (x, w) => tf.depthwiseConv2d(x, w, 2, "same"),
    [
      [2, 56, 57, 72],
      [3, 3, 72, 1],
    ],
  ],
  "one of 5x5 with an odd number of channels": [
    (x, w) => tf.depthwiseConv2d(x, w, 2, "same"),
    [
      [2, 40, 40, 83],
      [5, 5, 83, 1],
    ],
  ],
  "a normalisation": [statistics, [[2, 40, 40, 83]]],
  "a squeeze-and-excite": [
    (x, w, reduce, reduceBias, expand, expandBias) =>
      squeezeExciteProject(
        x,
        { kernel: reduce, bias: reduceBias, activation: "swish" },
        { kernel: expand, bias: expandBias, activation: "sigmoid" },
        w,
      ),
    [[2, 30, 30, 96], [1, 1, 96, 40], [1, 1, 96, 4], [4], [1, 1, 4, 96], [96]],
  ],
  "means of images": [globalMeans, [[2, 60, 60, 40]]],
};

describe("kernels on several threads", () => {
  beforeAll(async () => {
    await useBackend("wasm", { threads: 3 });
    const images = tf.ones([8, 120, 120, 40]);
    for (let turn = 0; turn < 500 && helpedParts(wasmEngine(tf.backend())) === 0; turn++) {
      tf.tidy(() => globalMeans(images)); // the first large kernel starts the threads
      await new Promise((go) => setTimeout(go, 20));
    }
    images.dispose();
  }, 120_000);
  afterAll(async () => {
    (await useBackend("wasm")).dispose();
    chooseKernelThreads(undefined);
  });

  it("share the memory of tfjs, and split what is large", () => {
    const engine = wasmEngine(tf.backend());
    expect(threadsOf(engine)).toBe(3);
    expect(partition(engine, 100, 12, 1e9, 1)).toEqual([
      [0, 24],
      [24, 60],
      [60, 100],
    ]);
    expect(partition(engine, 100, 12, 1e5)).toEqual([[0, 100]]);
    const restore = limitKernelThreads(1);
    expect(partition(engine, 100, 12, 1e9)).toEqual([[0, 100]]);
    restore();
  });

  it.each(Object.entries(CASES))("%s has the same bits on one thread", (_name, [run, shapes]) => {
    const several = bits(run, shapes);
    const restore = limitKernelThreads(1);
    const one = bits(run, shapes);
    restore();
    expect(several.map((values) => Buffer.from(values).equals(one[several.indexOf(values)]))).toEqual(
      several.map(() => true),
    );
  });

  it("are computed by other threads too", () => {
    expect(helpedParts(wasmEngine(tf.backend()))).toBeGreaterThan(0);
  });
});

describe("markShared", () => {
  it("changes one byte, and the module then imports a shared memory", () => {
    const { bytes } = simdBinary();
    const shared = markShared(bytes);
    expect(shared?.filter((byte, at) => byte !== bytes[at])).toEqual(Uint8Array.of(3));
    const module = new WebAssembly.Module(shared ?? bytes);
    const limits = { initial: 1, maximum: 65_536 };
    const start = (memory: WebAssembly.Memory): WebAssembly.Instance =>
      new WebAssembly.Instance(module, { env: { memory } });
    expect(() => start(new WebAssembly.Memory(limits))).toThrow(WebAssembly.LinkError);
    expect(start(new WebAssembly.Memory({ ...limits, shared: true })).exports).toHaveProperty("product");
  });

  it("refuses a module without a memory, or one without a maximum", () => {
    const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
    expect(markShared(Uint8Array.from(header))).toBeUndefined();
    expect(markShared(Uint8Array.from([...header, 5, 3, 1, 0, 1]))).toBeUndefined();
    expect(markShared(Uint8Array.from([...header, 5, 4, 1, 1, 1, 2]))).toEqual(
      Uint8Array.from([...header, 5, 4, 1, 3, 1, 2]),
    );
  });
});
