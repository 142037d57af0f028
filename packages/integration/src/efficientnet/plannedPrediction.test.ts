import { createHash } from "node:crypto";
import { dispose, randomNormal, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { watchJobs } from "@tensorloom/backend/internal";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { foldBatchNorm, fuse } from "@tensorloom/graph";
import { beforeAll, expect, it } from "vitest";

const apply = (model: LayersModel, x: Tensor): string =>
  tidy(() => {
    const y = model.apply(x) as Tensor; // the network has one output
    return createHash("md5").update(Buffer.from(y.dataSync().slice().buffer)).digest("hex");
  });

beforeAll(async () => {
  await useBackend("wasm");
});

/** How many jobs of plans run meanwhile. */
function countJobs(run: () => void): number {
  let jobs = 0;
  const stop = watchJobs(() => jobs++);
  run();
  stop();
  return jobs;
}

it.each([1, 3])(
  "predicts %i images of 224 from a plan, with the bits of operation by operation",
  async (batch) => {
    const whole = buildEfficientNet("B0", { classes: 5, preprocessing: "imagenet" });
    const images = [1, 2].map((seed) => randomNormal([batch, 224, 224, 3], 0.5, 0.2, "float32", seed));
    const [first, second] = images;
    // The first prediction of a model runs operation by operation, the second one from a plan.
    const found: string[][] = [];
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      const model = fuse(await foldBatchNorm(whole));
      const outputs = new Map<Tensor, string>();
      const jobs = order.map((x) => countJobs(() => outputs.set(x, apply(model, x))));
      expect(jobs[0]).toBe(0);
      expect(jobs[1]).toBeGreaterThan(100);
      found.push(images.map((x) => outputs.get(x) ?? ""));
      model.dispose();
    }
    expect(found[1]).toEqual(found[0]);
    expect(new Set(found[0]).size).toBe(2);
    whole.dispose();
    dispose(images);
  },
);
