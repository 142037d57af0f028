import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import {
  env,
  grads,
  keep,
  memory,
  mul,
  randomNormal,
  type Scalar,
  sum,
  type Tensor,
  tidy,
  Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import {
  layers,
  type LayersModel,
  model as modelOf,
  sequential,
  type SymbolicTensor,
  input,
} from "@tensorflow/tfjs-layers";
import { beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "@tensorloom/backend";
import { convolve } from "@tensorloom/backend/internal";
import { fuse } from "./fuse.ts";

function applied(layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor;
}

/** A block with everything that has a fused operation, odd channel counts, and a tensor that two layers read. */
function block(
  seed: number,
  normalization: { readonly scale?: boolean; readonly center?: boolean } = {},
): LayersModel {
  const kernels = {
    kernelInitializer: "glorotNormal",
    depthwiseInitializer: "glorotNormal",
    useBias: false,
  } as const;
  const normalized = (x: SymbolicTensor, activation?: "swish" | "relu" | "relu6"): SymbolicTensor => {
    const y = applied(layers.batchNormalization(normalization), x);
    return activation === undefined ? y : applied(layers.activation({ activation }), y);
  };
  const image = input({ shape: [9, 8, 3] });
  const stem = applied(layers.conv2d({ filters: 5, kernelSize: 3, padding: "same", ...kernels }), image);
  const wide = normalized(stem, "relu");
  const zeros = applied(
    layers.zeroPadding2d({
      padding: [
        [0, 1],
        [1, 1],
      ],
    }),
    wide,
  );
  const deep = applied(
    layers.depthwiseConv2d({ kernelSize: 3, strides: [2, 2], padding: "valid", ...kernels }),
    zeros,
  );
  const x = normalized(deep, "swish");
  const pooled = applied(layers.globalAveragePooling2d({}), x);
  let gate = applied(layers.reshape({ targetShape: [1, 1, 5] }), pooled);
  gate = applied(layers.conv2d({ filters: 2, kernelSize: 1, activation: "swish" }), gate);
  gate = applied(layers.conv2d({ filters: 5, kernelSize: 1, activation: "sigmoid" }), gate);
  const excited = applied(layers.multiply({}), [x, gate]);
  const narrow = normalized(applied(layers.conv2d({ filters: 5, kernelSize: 1, ...kernels }), excited));
  const added = applied(layers.add({}), [narrow, x]);
  const top = normalized(
    applied(layers.conv2d({ filters: 4, kernelSize: 1, strides: 2, ...kernels }), added),
    "relu6",
  );
  const outputs = applied(layers.dense({ units: 2 }), applied(layers.globalAveragePooling2d({}), top));
  const model = modelOf({ inputs: image, outputs });
  tidy(() => {
    model.setWeights(
      model.weights.map(({ shape, originalName }, at) => {
        const values = randomNormal(shape as number[], 0, 0.5, "float32", seed + at);
        return originalName.endsWith("moving_variance") ? mul(values, values) : values;
      }),
    );
  });
  return model;
}

/** Outputs, gradients by layer, and the weights after the step. */
function step(model: LayersModel, training: boolean): readonly (readonly number[])[] {
  return tidy(() => {
    const x = randomNormal([3, 9, 8, 3], 0, 1, "float32", 7);
    const towards = randomNormal([3, 2], 0, 1, "float32", 8);
    const variables = model.trainableWeights
      .map((weight) => weight.read())
      .filter((weight) => weight instanceof Variable);
    const found: Tensor[] = [];
    const { value, grads: gradients } = variableGrads(() => {
      const y = model.apply(x, { training }) as Tensor;
      found.push(keep(y.clone())); // tfjs drops what the function does not return
      return sum<Scalar>(mul(y, towards));
    }, variables);
    found.push(value, ...variables.map(({ name }) => gradients[name]), ...model.getWeights());
    const values = found.map((tensor) => Array.from(tensor.dataSync()));
    found[0].dispose();
    return values;
  });
}

function expectSame(found: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void {
  expect(found.map((list) => list.length)).toEqual(expected.map((list) => list.length));
  expected.forEach((list, at) => {
    const scale = Math.max(1, ...list.map(Math.abs));
    expect(Math.max(...list.map((value, i) => Math.abs(value - found[at][i]))) / scale).toBeLessThan(2e-5);
  });
}

describe.each(["cpu", "wasm"] as const)("a fused model on %s", (backend) => {
  beforeEach(async () => {
    await useBackend(backend);
    env().set("IS_TEST", backend === "cpu");
  });

  for (const training of [true, false])
    it(`computes the outputs, gradients and statistics of the stock layers, training ${String(training)}`, () => {
      const [stock, ours] = [block(1), fuse(block(1))];
      expectSame(step(ours, training), step(stock, training));
      stock.dispose();
      ours.dispose();
    });

  it("leaks no tensor", () => {
    const model = fuse(block(2));
    step(model, true);
    const before = memory();
    step(model, true);
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
  });

  it("keeps frozen normalisations' statistics, and uses them in training", () => {
    const model = fuse(block(3));
    for (const layer of model.layers)
      if (layer.getClassName() === "BatchNormalization") layer.trainable = false;
    const before = model.getWeights().map((weight) => Array.from(weight.dataSync()));
    const [trained] = step(model, true);
    const [inferred] = step(model, false);
    expect(trained).toEqual(inferred);
    expect(model.getWeights().map((weight) => Array.from(weight.dataSync()))).toEqual(before);
  });

  for (const kind of ["scale", "center"] as const)
    it(`trains with ${kind}: false (tfjs throws)`, () => {
      const model = fuse(block(4, { [kind]: false }));
      const gradients = step(model, true);
      expect(gradients.flat().every(Number.isFinite)).toBe(true);
      expect(
        model.trainableWeights.some(({ originalName }) =>
          originalName.endsWith(kind === "scale" ? "gamma" : "beta"),
        ),
      ).toBe(false);
      const outputs = [fuse(block(4, { [kind]: false })), block(4, { [kind]: false })].map((each) =>
        tidy(() => {
          const x = randomNormal([3, 9, 8, 3], 0, 1, "float32", 7);
          return [Array.from((each.apply(x) as Tensor).dataSync())];
        }),
      );
      expectSame(outputs[0], outputs[1]);
    });

  it("does not dispose a gradient that the caller passed", () => {
    tidy(() => {
      const x = randomNormal([1, 4, 4, 2], 0, 1, "float32", 1);
      const filter = randomNormal([3, 3, 2, 2], 0, 1, "float32", 2);
      const dy = randomNormal([1, 4, 4, 2], 0, 1, "float32", 3);
      const convolved = (a: Tensor, b: Tensor): Tensor =>
        convolve(a as never, b as never, { depthwise: false, strides: [1, 1], pad: "same" });
      const once = grads(convolved)([x, filter], dy);
      const twice = grads(convolved)([x, filter], dy);
      expectSame(
        twice.map((t) => Array.from(t.dataSync())),
        once.map((t) => Array.from(t.dataSync())),
      );
    });
  });
});

describe("fuse", () => {
  it("leaves a gate alone that has one channel for all", () => {
    const x = input({ shape: [4, 4, 3] });
    const pooled = applied(layers.globalAveragePooling2d({}), x);
    const pixel = applied(layers.reshape({ targetShape: [1, 1, 3] }), pooled);
    const narrow = applied(layers.conv2d({ filters: 2, kernelSize: 1, activation: "relu" }), pixel);
    const gate = applied(layers.conv2d({ filters: 1, kernelSize: 1, activation: "sigmoid" }), narrow);
    const model = modelOf({ inputs: x, outputs: applied(layers.multiply(), [x, gate]) });
    tidy(() => {
      const images = randomNormal([2, 4, 4, 3], 0, 1, "float32", 1);
      const expected = Array.from((model.apply(images) as Tensor).dataSync());
      expectSame([Array.from((fuse(model).apply(images) as Tensor).dataSync())], [expected]);
    });
  });

  it("leaves the layers and their configuration as they were", () => {
    const model = block(5);
    const before = model.toJSON();
    expect(fuse(model).toJSON()).toEqual(before);
    expect(fuse(model)).toBe(model);
  });

  it("works inside other models, and follows a sequential model that grows", () => {
    const model = sequential({ layers: [layers.batchNormalization({ inputShape: [4] })] });
    fuse(model);
    const x = randomNormal([2, 4], 0, 1, "float32", 1);
    expect((model.apply(x, { training: true }) as Tensor).shape).toEqual([2, 4]);
    model.add(layers.dense({ units: 3 }));
    expect((model.apply(x, { training: true }) as Tensor).shape).toEqual([2, 3]);
    const outer = fuse(sequential({ layers: [model, layers.dense({ units: 1 })] }));
    expect((outer.apply(x) as Tensor).shape).toEqual([2, 1]);
  });

  it("refuses masks, which it would lose, and refuses them again", () => {
    const model = sequential({
      layers: [layers.masking({ inputShape: [3, 2], name: "mask" }), layers.flatten()],
    });
    const refusal = "fuse: layer mask masks its output, which a fused model does not pass on";
    expect(() => fuse(model)).toThrow(refusal);
    expect(() => fuse(model)).toThrow(refusal);
  });
});
