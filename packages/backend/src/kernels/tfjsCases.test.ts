import "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-layers"; // registers the gradients of tfjs-core
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addChainedMethods } from "../../fixtures/chainedMethods.ts";
import { runTfjsCases } from "../../fixtures/tfjsCases.ts";
import { useBackend } from "../engine/useBackend.ts";

/** tfjs's own tests of the kernels that are ours, on wasm. */
const FILES = [
  "conv1d",
  "conv2d",
  "conv2d_separable",
  "conv2d_transpose",
  "depthwise_conv2d",
  "einsum",
  "fused/fused_conv2d",
  "fused/fused_depthwise_conv2d",
  "gather",
  "unsorted_segment_sum",
];

/** Cases that do not hold on wasm, by what their names hold, and why. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/NCHW/, "tfjs's own wasm kernels refuse it too"],
  [/broadcasted bias|p=0 with bias/, "tfjs's own fused kernels on wasm want one bias a channel"],
  [
    /output=4x4x8,f=8/,
    "its gradient from above has another size than the convolution's output; we refuse that",
  ],
];

beforeAll(async () => {
  await useBackend("wasm");
  tf.env().set("IS_TEST", true);
});
addChainedMethods();

function unlessLeftOut(name: string, run: () => Promise<void>): void {
  if (!LEFT_OUT.some(([part]) => part.test(name))) it(name, run);
}
Object.assign(globalThis, {
  describe,
  it: unlessLeftOut,
  expect,
  beforeAll,
  beforeEach,
  afterAll,
  afterEach,
});
for (const file of FILES) await runTfjsCases(file, "wasm");
