import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { env, randomNormal, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { foldBatchNorm, fuse } from "@tensorloom/graph";
import { fusionPlan } from "@tensorloom/graph/internal";
import { beforeEach, describe, expect, it } from "vitest";
import { classes, distance, outputs, randomize } from "../../../graph/fixtures/predictions.ts";

describe.each(["cpu", "wasm"] as const)("foldBatchNorm on %s", (backend) => {
  beforeEach(async () => {
    await useBackend(backend);
    env().set("IS_TEST", backend === "cpu");
  });

  it("EfficientNet-B0 predicts the same classes without batch normalisation", async () => {
    const model = randomize(
      buildEfficientNet("B0", {
        preprocessing: "imagenet",
        inputShape: [40, 33, 3],
        classes: 7,
        initialWeights: "zeros",
      }),
    );
    const x = randomNormal([1, 40, 33, 3], 128, 50, "float32", 5);
    const folded = await foldBatchNorm(model);
    expect(classes(folded)).not.toContain("BatchNormalization");
    expect(classes(folded)).not.toContain("Activation");
    expect(classes(folded).filter((name) => name === "Rescaling")).toHaveLength(2);
    const expected = outputs(model, x);
    expect(distance(outputs(folded, x), expected)).toBeLessThan(1e-5);
    const called = tidy(() => [(fuse(folded).apply(x) as Tensor).dataSync() as Float32Array]);
    expect(distance(called, expected)).toBeLessThan(1e-5);
  });
});

describe("on cpu", () => {
  beforeEach(async () => {
    await useBackend("cpu");
    env().set("IS_TEST", true);
  });

  it("foldBatchNorm folds every variant of EfficientNet", async () => {
    for (const variant of ["B1", "B2", "B3"] as const) {
      const model = buildEfficientNet(variant, {
        preprocessing: "unit",
        top: false,
        inputShape: [32, 32, 3],
        initialWeights: "zeros",
      });
      const folded = await foldBatchNorm(model);
      expect(classes(folded)).not.toContain("BatchNormalization");
      expect(folded.outputs[0].shape).toEqual(model.outputs[0].shape);
      model.dispose();
      folded.dispose();
    }
  });

  it("fuse finds every group of operations of EfficientNet", () => {
    const model = buildEfficientNet("B0", { preprocessing: "none", top: false, initialWeights: "zeros" });
    const counts: Record<string, number> = {};
    for (const { kind } of fusionPlan(model)) counts[kind] = (counts[kind] ?? 0) + 1;
    expect(counts).toEqual({
      convolution: 17,
      normalization: 33,
      normalizedDepthwise: 16,
      squeezeExcite: 16,
      sum: 9,
      dropout: 9,
    });
  });
});
