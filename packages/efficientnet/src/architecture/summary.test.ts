import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, expect, it } from "vitest";
import { freeze } from "../freeze/freeze.ts";
import { summary } from "./summary.ts";

beforeAll(async () => {
  tf.env().set("IS_TEST", true);
  await tf.setBackend("cpu");
});

it("a summary shows shapes, parameters, what is frozen, and sums that agree after compile", () => {
  const model = sequential({
    name: "small",
    layers: [
      layers.conv2d({ name: "stem_conv", filters: 100, kernelSize: 5, inputShape: [9, 9, 1] }),
      layers.batchNormalization({ name: "stem_bn" }),
    ],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  freeze(model, { blocks: ["stem_conv"] });
  expect(summary(model)).toBe(
    [
      "Model small",
      "-------------------------------------------------------------------",
      "Layer (type)                  Output shape       Parameters  Frozen",
      "stem_conv (Conv2D)            [null, 5, 5, 100]       2,600  frozen",
      "stem_bn (BatchNormalization)  [null, 5, 5, 100]         400",
      "-------------------------------------------------------------------",
      "Parameters 3,000",
      "Trainable 200",
      "Frozen, and moving statistics 2,800",
    ].join("\n"),
  );
  model.dispose();
});
