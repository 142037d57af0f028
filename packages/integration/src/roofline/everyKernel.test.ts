import { useBackend } from "@tensorloom/backend";
import { watchJobs } from "@tensorloom/backend/internal";
import { fromArray, type NDArray } from "@tensorloom/data";
import { foldBatchNorm, fuse } from "@tensorloom/graph";
import { binaryCrossEntropy, fit, predict } from "@tensorloom/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { network } from "../engines/network.ts";
import { jobCall } from "./jobCall.ts";
import { type KernelCall, watchKernels } from "./kernelCall.ts";
import { workOf } from "./kernelWork.ts";

/** Kernels whose arithmetic is a few operations for each number that they read or write, or none. */
const ELEMENTWISE = new Set([
  ...[
    "Identity",
    "Reshape",
    "Fill",
    "Add",
    "Sub",
    "Multiply",
    "RealDiv",
    "Neg",
    "Abs",
    "Floor",
    "Relu",
    "Sigmoid",
  ],
  ...[
    "Exp",
    "Log",
    "Mean",
    "Sum",
    "TensorloomImageMeans",
    "TensorloomImageScale",
    "TensorloomMovedStatistics",
  ],
  ...["TensorloomNormalize", "TensorloomNormalizationGradient", "TensorloomUpdate"],
  ...["gatherColumns", "imageMeans", "imageScale", "addRows", "scaleRows", "normalize"],
  ...["copyRows", "finishRows", "normalizationGradient", "pivots", "scatterColumns", "sumParts"],
]);

const [batch, size] = [2, 32];
const inputs: NDArray<Float32Array> = {
  data: Float32Array.from({ length: batch * size ** 2 * 3 }, (_, i) => (Math.sin(i * 0.37) + 1) / 2),
  shape: [batch, size, size, 3],
};
const targets = { data: Float32Array.of(0, 1), shape: [batch, 1] };

/** Every kernel that runs meanwhile, of tfjs and of plans. */
async function callsOf(run: () => Promise<unknown>): Promise<readonly KernelCall[]> {
  const calls: KernelCall[] = [];
  const restore = watchKernels("wasm", (call) => calls.push(call));
  const stop = watchJobs((job, milliseconds) => calls.push(jobCall(job, milliseconds)));
  try {
    await run();
  } finally {
    restore();
    stop();
  }
  return calls;
}

const build = (): LayersModel => network({ variant: "B0", size });
const batches = fromArray([{ inputs }]).repeat(3);
const STEPS: Readonly<Record<string, () => Promise<unknown>>> = {
  prediction: () => predict(build(), batches, { engine: "tfjs" }),
  "folded prediction": async () => predict(fuse(await foldBatchNorm(build())), batches, { engine: "tfjs" }),
  "training step": () =>
    fit(build(), {
      train: fromArray([{ inputs, targets }]).repeat(),
      epochs: 1,
      stepsPerEpoch: 1,
      loss: binaryCrossEntropy(),
      schedule: 1e-4,
      engine: "tfjs",
    }),
};

describe("the roofline knows the operations of every kernel that multiplies", () => {
  beforeAll(async () => {
    await useBackend("wasm");
  });

  it.each(Object.entries(STEPS))("of a %s of B0", async (_name, run) => {
    const calls = await callsOf(run);
    const without = calls.filter((call) => workOf(call).flops === 0).map(({ kernel }) => kernel);
    expect([...new Set(without)].filter((kernel) => !ELEMENTWISE.has(kernel))).toEqual([]);
    const counted = calls.filter((call) => workOf(call).flops > 0).map(({ kernel }) => kernel);
    expect(new Set(counted).size).toBeGreaterThan(1);
  });

  it("counts a planned prediction as its operations: parts do not count twice", async () => {
    const model = fuse(await foldBatchNorm(build()));
    const flopsOf = async (images: number): Promise<number> => {
      const source = fromArray([{ inputs }]).repeat(images);
      const calls = await callsOf(() => predict(model, source, { engine: "tfjs" }));
      return calls.reduce((sum, call) => sum + workOf(call).flops, 0);
    };
    const [byOperations, withPlan] = [await flopsOf(1), await flopsOf(2)];
    expect(withPlan).toBeGreaterThan(0);
    // the second run has one planned prediction per batch; both count products, windows and activations
    expect(withPlan / byOperations).toBeCloseTo(2, 1);
    model.dispose();
  });
});
