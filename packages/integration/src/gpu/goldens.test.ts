import { env } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { afterAll, describe, expect, it } from "vitest";
import { softwareGpu, whyNoGpu } from "../../../backend/fixtures/gpu.ts";
import { faultsOfGoldenSteps, OPTIMIZERS } from "../efficientnet/goldenSteps.ts";

/** Why the steps are not computed here: the GPU is missing, or it is software, which takes minutes. */
async function whyNot(): Promise<string | undefined> {
  const missing = await whyNoGpu();
  if (missing !== undefined || process.env["TENSORLOOM_SLOW_GPU"] !== undefined) return missing;
  const software = await softwareGpu();
  return software === undefined ? undefined : `${software} takes minutes; set TENSORLOOM_SLOW_GPU=1`;
}

const why = await whyNot();

/** Gradients of activations that had three digits; losses and predictions are as near as with all digits. */
const ROUNDED = { gradients: 5e-3, zeros: 1e-4 };

const ALL = Object.keys(OPTIMIZERS) as (keyof typeof OPTIMIZERS)[];
const CASES = [
  ...ALL.map((name) => ({ name, activations: "float32", tolerance: undefined }) as const),
  { name: "adam", activations: "float16", tolerance: ROUNDED } as const,
];

describe.skipIf(why !== undefined)(`five training steps of B0 on WebGPU (${why ?? "present"})`, () => {
  afterAll(async () => {
    await useBackend("wasm");
  });

  it.each(CASES)(
    "$name, activations of $activations: losses, first gradients, predictions and statistics agree with Keras",
    async ({ name, activations, tolerance }) => {
      const gpu = await useBackend("webgpu", { activations });
      env().set("IS_TEST", false); // tfjs's check of single kernels: here the buffers of whole runs are counted
      try {
        expect(await faultsOfGoldenSteps(name, tolerance)).toEqual([]);
      } finally {
        gpu.dispose();
      }
    },
    900_000,
  );
});
