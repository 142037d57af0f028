import {
  input,
  layers,
  type LayersModel,
  model,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseLayer } from "./chooseLayer.ts";
import { layerStepsOf } from "./layerSteps.ts";

beforeAll(() => useBackend("cpu"));

const apply = (layer: layers.Layer, x: SymbolicTensor): SymbolicTensor => layer.apply(x) as SymbolicTensor; // symbolic in, symbolic out
const conv = (name: string) => layers.conv2d({ name, filters: 2, kernelSize: 1, padding: "same" });

function pathOf(net: LayersModel, name?: string): string {
  return chooseLayer("gradCam", net, layerStepsOf("gradCam", net).steps, name).path;
}

/** Two backbones with layers of one name, a pooling to one pixel, and a head. */
function twins(): LayersModel {
  const image = input({ shape: [4, 4, 2] });
  const backbone = (name: string): LayersModel => {
    const inner = input({ shape: [4, 4, 2] });
    return model({ name, inputs: inner, outputs: apply(conv("same"), inner) });
  };
  const features = apply(backbone("b"), apply(backbone("a"), image));
  const pooled = apply(layers.maxPooling2d({ name: "pixel", poolSize: 4 }), features);
  return model({ name: "twins", inputs: image, outputs: apply(layers.flatten(), pooled) });
}

describe("chooseLayer", () => {
  it("takes the last layer with pixels by default, and layers inside models by name or path", () => {
    const net = twins();
    expect(pathOf(net)).toBe("b/same");
    expect(pathOf(net, "a/same")).toBe("a/same");
    expect(pathOf(net, "pixel")).toBe("pixel");
    expect(() => pathOf(net, "same")).toThrow("gradCam: layer same is found 2 times: a/same, b/same");
    expect(() => pathOf(net, "sane")).toThrow("gradCam: twins has no layer sane; did you mean same?");
  });

  it("takes the last call of a shared layer", () => {
    const [image, shared] = [input({ shape: [4, 4, 2] }), conv("shared")];
    const outputs = apply(layers.flatten(), apply(shared, apply(shared, image)));
    const net = model({ inputs: image, outputs });
    const { steps } = layerStepsOf("gradCam", net);
    expect(steps.indexOf(chooseLayer("gradCam", net, steps, "shared"))).toBe(1);
  });

  it("refuses channels first, and layers that mask", () => {
    const first = sequential({
      layers: [
        layers.conv2d({
          name: "first",
          filters: 1,
          kernelSize: 1,
          dataFormat: "channelsFirst",
          inputShape: [2, 4, 4],
        }),
      ],
    });
    expect(() => pathOf(first)).toThrow("gradCam: layer first must have channels last, got channelsFirst");
    const masked = sequential({
      layers: [
        layers.embedding({ name: "words", inputDim: 3, outputDim: 2, maskZero: true, inputShape: [5] }),
      ],
    });
    expect(() => pathOf(masked)).toThrow(
      "gradCam: layer words (Embedding) masks its output, which cannot be explained",
    );
  });
});
