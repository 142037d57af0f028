/**
 * Training and prediction of EfficientNet on the GPU, through WebGPU: milliseconds an image, memory, and the slowest shaders
 * by timestamps, beside PyTorch if TENSORLOOM_PYTHON has torch and torchvision.
 *
 * npm run bench -- gpu
 * npm run bench -- gpu --variant B0 --size 224 --batch 8 --steps 10 --activations float16
 *
 * Without options it measures B0 at 224, and B6 at 528 and 1024. On a GPU in software (SwiftShader) it does so only if the
 * network is named, since B0 takes minutes there.
 */
import { parseArgs } from "node:util";
import { backend } from "@tensorflow/tfjs-core";
import { profile, useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { buildEfficientNet, type Variant } from "@tensorloom/efficientnet";
import { adam, binaryCrossEntropy, fit, predict } from "@tensorloom/training";
import { median, print, round } from "../../../../.config/bench/measure.ts";
import { whyNoGpu } from "../../../backend/fixtures/gpu.ts";
import { timesInPyTorch } from "./inPyTorch.ts";

interface Network {
  readonly variant: Variant;
  readonly size: number;
  readonly batch: number;
}

const DEFAULTS: readonly Network[] = [
  { variant: "B0", size: 224, batch: 8 },
  { variant: "B6", size: 528, batch: 4 },
  { variant: "B6", size: 1024, batch: 1 },
];
const TOP = 8;

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    variant: { type: "string" },
    size: { type: "string" },
    batch: { type: "string" },
    steps: { type: "string", default: "10" },
    activations: { type: "string", default: "float32" },
  },
});
const steps = positive("steps", values.steps);
const named = values.variant !== undefined || values.size !== undefined || values.batch !== undefined;
const networks: readonly Network[] = named
  ? [
      {
        variant: (values.variant ?? "B0") as Variant, // buildEfficientNet checks it
        size: positive("size", values.size ?? "224"),
        batch: positive("batch", values.batch ?? "8"),
      },
    ]
  : DEFAULTS;

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`gpu: --${name} must be at least 1, got ${text}`);
  return value;
}

const missing = await whyNoGpu();
if (missing === undefined) {
  const activations = values.activations as "float32" | "float16"; // useBackend checks it
  const gpu = await useBackend("webgpu", { activations });
  const adapter = gpu.reason.replace("webgpu, as requested: ", "");
  const software = /swiftshader|llvmpipe|warp/i.test(adapter);
  print({ bench: "gpu", adapter, node: process.version });
  for (const network of networks) {
    if (software && !named) {
      print({
        bench: "gpu",
        ...network,
        skipped: `${adapter} computes in software; name --variant and --size`,
      });
      continue;
    }
    try {
      await measure(network);
    } catch (error) {
      print({ bench: "gpu", ...network, skipped: error instanceof Error ? error.message : String(error) });
    }
  }
  gpu.dispose();
} else print({ bench: "gpu", skipped: missing });
for (const network of networks) for (const line of await timesInPyTorch({ ...network, steps })) print(line);

async function measure(network: Network): Promise<void> {
  const { variant, size, batch } = network;
  const model = buildEfficientNet(variant, {
    preprocessing: "unit",
    classes: 1,
    activation: "sigmoid",
    inputShape: [size, size, 3],
    seed: 1,
  });
  const images = {
    data: Uint8Array.from({ length: batch * size * size * 3 }, (_, at) => (at * 31) % 256),
    shape: [batch, size, size, 3],
  };
  const targets = { data: Float32Array.from({ length: batch }, (_, row) => row % 2), shape: [batch] };
  const batches = (
    count: number,
  ): ReturnType<typeof fromArray<{ inputs: typeof images; targets: typeof targets }>> =>
    fromArray(Array.from({ length: count }, () => ({ inputs: images, targets })));
  const train = async (count: number): Promise<readonly number[]> => {
    const ends: number[] = [];
    await fit(model, {
      train: batches(count),
      epochs: 1,
      loss: binaryCrossEntropy(),
      optimizer: adam(),
      engine: "tfjs",
      callbacks: [{ onStepEnd: () => void ends.push(performance.now()) }],
    });
    return ends.slice(1).map((end, at) => end - ends[at]);
  };
  const stepMs = await train(steps + 1); // the first step compiles
  line(network, { what: "train", msPerImage: round(median(stepMs) / batch) });
  const { kernels } = await profile(() => train(2));
  const dispatches = kernels.reduce((sum, { calls }) => sum + calls, 0) / 2;
  const busyMs = kernels.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 2;
  line(network, { what: "dispatches of a step", calls: dispatches, msPerStep: round(busyMs) });
  for (const { kernel, calls, milliseconds } of kernels.slice(0, TOP))
    print({ bench: "gpu kernels", ...network, kernel, calls: calls / 2, msPerStep: round(milliseconds / 2) });

  const infer = (): Promise<unknown> => predict(model, fromArray([{ inputs: images }]), { engine: "tfjs" });
  await infer();
  const predictMs: number[] = [];
  for (let step = 0; step < steps; step++) {
    const start = performance.now();
    await infer();
    predictMs.push(performance.now() - start);
  }
  line(network, { what: "predict", msPerImage: round(median(predictMs) / batch) });
  model.dispose();
}

function line(network: Network, figures: object): void {
  const { numBytesAllocatedInGPU } = backend().memory() as unknown as { numBytesAllocatedInGPU: number }; // tfjs's WebGPU backend
  print({
    bench: "gpu",
    engine: "tensorloom",
    ...network,
    ...figures,
    megabytes: Math.ceil(numBytesAllocatedInGPU / 2 ** 20),
  });
}
