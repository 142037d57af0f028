import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { adam, type Batch, binaryCrossEntropy, fit, predict } from "@tensorloom/training";
import { backend, env } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";

/** What this test uses of tfjs's wasm backend; no public type has it. */
interface Engine {
  readonly wasm: { _malloc(bytes: number): number; _free(address: number): void };
}

const SIDE = 32;
/** Bytes that are reserved at a time. */
const BLOCK = 2 ** 29;

function numbers(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => Math.sin(at * 1.7));
}

const batch: Batch = {
  inputs: { data: numbers(3 * SIDE * SIDE * 3), shape: [3, SIDE, SIDE, 3] },
  targets: { data: Float32Array.of(0, 1, 1), shape: [3] },
};

function network(): LayersModel {
  const base = buildEfficientNet("B0", {
    preprocessing: "none",
    inputShape: [SIDE, SIDE, 3],
    top: false,
    pooling: "avg",
    seed: 5,
  });
  return sequential({
    layers: [base, layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "ones" })],
  });
}

/** The losses of three steps, one of them of micro-batches that are computed again, and predictions after them. */
async function run(): Promise<{ readonly losses: readonly number[]; readonly outputs: readonly number[] }> {
  const model = network();
  const losses: number[] = [];
  const options = {
    loss: binaryCrossEntropy(),
    optimizer: adam(),
    seed: 1,
    epochs: 1,
    callbacks: [{ onStepEnd: ({ loss }: { readonly loss: number }) => void losses.push(loss) }],
  };
  await fit(model, { ...options, train: fromArray([batch, batch]) });
  await fit(model, { ...options, train: fromArray([batch]), microBatch: 2, recompute: true });
  const { outputs } = await predict(model, fromArray([batch]));
  model.dispose();
  return { losses, outputs: [...outputs.data] };
}

/** Reserves memory until new tensors lie above the middle of what wasm addresses; untouched pages cost nothing. */
function fillLowMemory(): readonly number[] {
  const { wasm } = backend() as unknown as Engine;
  const taken: number[] = [];
  while ((taken.at(-1) ?? 0) >>> 0 < 2 ** 31) taken.push(wasm._malloc(BLOCK));
  return taken;
}

beforeAll(async () => {
  env().set("IS_TEST", true);
  await useBackend("wasm");
});

describe("wasm memory above two gigabytes", () => {
  it("trains and predicts to the same numbers as memory below", async () => {
    const below = await run();
    const taken = fillLowMemory();
    const above = await run();
    for (const at of taken) (backend() as unknown as Engine).wasm._free(at);
    expect(below.losses).toHaveLength(3);
    expect(above).toEqual(below);
  });
});
