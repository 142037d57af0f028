import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { buildEfficientNet } from "./buildEfficientNet.ts";
import { endpoints, features } from "./features.ts";
import { plan } from "./plan.ts";

beforeAll(async () => {
  tf.env().set("IS_TEST", true);
  await tf.setBackend("cpu");
});

describe("features", () => {
  it("returns the endpoints with their sizes and channels, on the model's own layers", () => {
    const model = buildEfficientNet("B0", { preprocessing: "unit", top: false, initialWeights: "zeros" });
    const ends = endpoints(plan("B0"));
    const pyramid = features(
      model,
      ends.map(({ layer }) => layer),
    );
    expect(pyramid.outputs.map(({ shape }) => shape)).toEqual(
      ends.map(({ stride, filters }) => [null, 224 / stride, 224 / stride, filters]),
    );
    expect(pyramid.getLayer("stem_conv")).toBe(model.getLayer("stem_conv"));
    expect(() => features(model, ["stem_conv", "stem", "top"])).toThrow(
      new RangeError('features: expected names of layers of efficientnetb0, got "stem", "top"'),
    );
    expect(() => features(model, [])).toThrow("got none");
    model.dispose();
  });
});
