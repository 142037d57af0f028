import "@tensorflow/tfjs-layers"; // registers the gradients of tfjs-core
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addChainedMethods } from "../../fixtures/chainedMethods.ts";
import { whyNoGpu } from "../../fixtures/gpu.ts";
import { runTfjsCases } from "../../fixtures/tfjsCases.ts";
import { type ChosenBackend, useBackend } from "../engine/useBackend.ts";

/** tfjs's own tests of kernels that ours replace on WebGPU. */
const FILES = ["conv2d", "depthwise_conv2d", "mean", "sum"];

/** Cases that are left out, by what their names hold, and why. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/NCHW/, "ours leave that layout to tfjs's own kernels"],
  [/output=4x4x8,f=8/, "its gradient from above has another size than the convolution's output"],
];

const missing = await whyNoGpu();
let gpu: ChosenBackend | undefined;
beforeAll(async () => {
  if (missing === undefined) gpu = await useBackend("webgpu");
  tf.env().set("IS_TEST", true);
});
afterAll(() => gpu?.dispose());
addChainedMethods();

function unlessLeftOut(name: string, run: () => Promise<void>): void {
  if (LEFT_OUT.some(([part]) => part.test(name))) return;
  it.skipIf(missing !== undefined)(missing === undefined ? name : `${name} (${missing})`, run);
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
for (const file of FILES) await runTfjsCases(file, "webgpu");
