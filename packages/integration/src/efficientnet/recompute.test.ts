import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { env, randomNormal } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { fuse, type Recompute } from "@tensorloom/graph";
import { fit, meanSquaredError } from "@tensorloom/training";
import { beforeEach, describe, expect, it } from "vitest";
import { network } from "../../../graph/fixtures/residualNetwork.ts";

describe.each(["cpu", "wasm"] as const)("fit with gradient checkpointing on %s", (backend) => {
  beforeEach(async () => {
    await useBackend(backend);
    env().set("IS_TEST", backend === "cpu");
  });

  it("trains exactly as without it, under the seeds of a run", async () => {
    const values = randomNormal([2, 4, 8, 6, 3], 0, 1, "float32", 9).dataSync() as Float32Array; // of floats
    const batches = [0, 1].map((at) => ({
      inputs: { data: values.slice(at * 576, (at + 1) * 576), shape: [4, 8, 6, 3] },
      targets: { data: Float32Array.of(0, 1, 1, 0, 1, 0, 0, 1), shape: [4, 2] },
    }));
    const trained = async (recompute: Recompute): Promise<readonly unknown[]> => {
      const model = fuse(network(undefined), { recompute });
      const { epochs } = await fit(model, {
        train: fromArray(batches),
        epochs: 2,
        loss: meanSquaredError(),
        schedule: 0.01,
        metrics: [],
        seed: 5,
      });
      return [
        epochs.map(({ logs }) => logs["loss"]),
        model.getWeights().map((weight) => Array.from(weight.dataSync())),
      ];
    };
    const [losses, weights] = await trained(true);
    expect(losses).toEqual([expect.closeTo(2, -1), expect.closeTo(2, -1)]); // near the loss of random guesses
    expect([losses, weights]).toEqual(await trained(false));
  });
});
