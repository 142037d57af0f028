import { initializers, layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { afterAll, describe, expect, it } from "vitest";
import { listDifferences } from "../../fixtures/listDifferences.ts";
import { type Outcome, outcome } from "../../fixtures/replicaRuns.ts";

const SIDE = 32;
const CHANNELS = 8;
const ROWS = 8;

/** A network whose activations are large enough to be packed, also those of half of the rows. */
function network(): LayersModel {
  const shared = { filters: CHANNELS, kernelSize: 3, padding: "same", activation: "swish" } as const;
  const kernel = (seed: number) => ({
    name: `layer${String(seed)}`,
    kernelInitializer: initializers.glorotUniform({ seed }),
  });
  return sequential({
    layers: [
      layers.conv2d({ inputShape: [SIDE, SIDE, CHANNELS], ...shared, ...kernel(1) }),
      layers.conv2d({ ...shared, ...kernel(2) }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 1, activation: "sigmoid", ...kernel(3) }),
    ],
  });
}

const size = SIDE * SIDE * CHANNELS;
const batch = {
  inputs: {
    data: Float32Array.from(
      { length: ROWS * size },
      (_, at) => Math.sin(7 * at) + (Math.floor(at / size) % 2),
    ),
    shape: [ROWS, SIDE, SIDE, CHANNELS],
  },
  targets: { data: Float32Array.from({ length: ROWS }, (_, row) => row % 2), shape: [ROWS] },
};

async function trained(activations: "float32" | "float16", replicas: number): Promise<Outcome> {
  await useBackend("wasm", { activations });
  return outcome(network(), replicas, { train: fromArray([batch, batch]) });
}

describe("activations kept as 16-bit floats", () => {
  afterAll(() => useBackend("wasm"));

  it("train nearly the same weights, and replicas keep them so, too", async () => {
    const exact = await trained("float32", 1);
    const one = await trained("float16", 1);
    const two = await trained("float16", 2);
    expect(one.losses[0]).toBe(exact.losses[0]);
    expect(listDifferences(one, exact, 1e-3)).toEqual([]);
    expect(listDifferences(one, exact, 1e-6)).not.toEqual([]);
    expect(listDifferences(one, two, 1e-6)).toEqual([]);
  });
});
