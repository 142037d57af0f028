import type { Random } from "@tensorloom/core";
import { tensor } from "@tensorflow/tfjs-core";
import {
  input,
  layers,
  type LayersModel,
  model as graph,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { buildEfficientNet, freeze } from "@tensorloom/efficientnet";

type Shape = readonly number[];
type Part = layers.Layer;

/**
 * A random model of stock layers and an EfficientNet, of sequential models and graphs inside one another, with shared
 * layers, several inputs and outputs of inner models, and frozen parts. Every weight is drawn.
 */
export function randomModel(random: Random): LayersModel {
  let count = 0;
  const name = (kind: string): string => `${kind}_${String(count++)}`;
  const oneOf = <T>(list: readonly T[]): T => list[random.integer(list.length)];
  const chance = (share: number): boolean => random.uniform() < share;

  function onImages(shape: Shape, left: number): Part {
    const inputShape = [...shape];
    if (left > 0 && chance(0.5)) return model(shape, left - 1, onImages);
    const make = oneOf<() => Part>([
      () => layers.conv2d({ name: name("conv"), inputShape, filters: 3, kernelSize: 3, padding: "same" }),
      () =>
        layers.depthwiseConv2d({
          name: name("depth"),
          inputShape,
          kernelSize: 3,
          padding: "same",
          useBias: chance(0.5),
        }),
      () =>
        layers.separableConv2d({
          name: name("separable"),
          inputShape,
          filters: 3,
          kernelSize: 3,
          padding: "same",
        }),
      () =>
        layers.batchNormalization({ name: name("bn"), inputShape, scale: chance(0.8), center: chance(0.8) }),
      () => layers.dropout({ name: name("drop"), inputShape, rate: 0.3 }),
      () =>
        layers.activation({
          name: name("act"),
          inputShape,
          activation: oneOf([
            "swish",
            "relu",
            "relu6",
            "tanh",
            "sigmoid",
            "elu",
            "selu",
            "softplus",
            "softsign",
          ] as const),
        }),
      () => layers.rescaling({ name: name("scale"), inputShape, scale: 0.5, offset: -0.1 }),
      () => layers.reLU({ name: name("relu"), inputShape, maxValue: 6 }),
      () => layers.leakyReLU({ name: name("leaky"), inputShape, alpha: 0.1 }),
      () => layers.maxPooling2d({ name: name("pool"), inputShape, poolSize: 3, strides: 1, padding: "same" }),
      () =>
        layers.averagePooling2d({ name: name("pool"), inputShape, poolSize: 2, strides: 1, padding: "same" }),
    ]);
    return make();
  }
  function onRows(shape: Shape, left: number): Part {
    const inputShape = [...shape];
    if (left > 0 && chance(0.5)) return model(shape, left - 1, onRows);
    const make = oneOf<() => Part>([
      () =>
        layers.dense({
          name: name("dense"),
          inputShape,
          units: shape[0],
          activation: oneOf(["relu", "tanh", "linear", "softmax"] as const),
        }),
      () => layers.batchNormalization({ name: name("bn"), inputShape }),
      () => layers.dropout({ name: name("drop"), inputShape, rate: 0.3 }),
      () => layers.activation({ name: name("act"), inputShape, activation: "sigmoid" }),
      () => layers.softmax({ name: name("softmax"), inputShape }),
    ]);
    return make();
  }
  /** Every part keeps the shape. */
  function model(shape: Shape, left: number, part: (shape: Shape, left: number) => Part): LayersModel {
    const parts = Array.from({ length: 1 + random.integer(3) }, () => part(shape, left));
    const made = chance(0.5)
      ? sequential({ name: name("row"), layers: parts })
      : inGraph(shape, parts);
    if (chance(0.15)) made.trainable = false;
    if (chance(0.1)) freeze(made);
    return made;
  }
  function inGraph(shape: Shape, parts: readonly Part[]): LayersModel {
    const start = input({ shape: [...shape], name: name("input") });
    let x = start;
    for (const part of parts) {
      if (chance(0.15)) part.trainable = false;
      const y = part.apply(x) as SymbolicTensor; // symbolic in, symbolic out
      const again = (): SymbolicTensor => part.apply(y) as SymbolicTensor;
      const both = [x, chance(0.5) ? again() : y];
      x = chance(0.5) ? y : (layers.add({ name: name("add") }).apply(both) as SymbolicTensor);
    }
    return graph({ name: name("graph"), inputs: start, outputs: x });
  }
  /** Two inputs, two outputs. */
  function crossed(shape: Shape): LayersModel {
    const [a, b] = ["a", "b"].map((which) => input({ shape: [...shape], name: name(which) }));
    const mixed = layers.concatenate({ name: name("concat") }).apply([a, b]) as SymbolicTensor;
    const left = layers.dense({ name: name("left"), units: shape[0] }).apply(mixed) as SymbolicTensor;
    const right = layers.dense({ name: name("right"), units: shape[0] }).apply(mixed) as SymbolicTensor;
    return graph({ name: name("crossed"), inputs: [a, b], outputs: [left, right] });
  }

  const side = 32;
  const start = input({ shape: [side, side, 3], name: "image" });
  const apply = (layer: Part, x: SymbolicTensor): SymbolicTensor => layer.apply(x) as SymbolicTensor;
  let x: SymbolicTensor = start;
  for (let i = random.integer(3); i > 0; i--) x = apply(onImages([side, side, 3], 3), x);
  if (chance(0.5)) {
    const network = buildEfficientNet("B0", {
      preprocessing: oneOf(["unit", "imagenet", "none"] as const),
      inputShape: [side, side, 3],
      ...(chance(0.5) ? { classes: 4 } : { top: false, pooling: oneOf(["avg", "max"] as const) }),
      initialWeights: "zeros",
    });
    if (chance(0.5)) freeze(network, { blocks: ["stem", "block1", "block2"] });
    if (chance(0.3)) network.trainable = false;
    x = apply(network, x);
  } else {
    x = apply(
      oneOf([
        layers.globalAveragePooling2d({ name: name("gap"), dataFormat: "channelsLast" }),
        layers.globalMaxPooling2d({ name: name("gmp"), dataFormat: "channelsLast" }),
        layers.flatten({ name: name("flat") }),
      ]),
      x,
    );
  }
  x = apply(layers.dense({ name: name("narrow"), units: 4 }), x);
  for (let i = random.integer(3); i > 0; i--) x = apply(onRows([4], 3), x);
  if (chance(0.5)) {
    const outputs = crossed([4]).apply([
      x,
      apply(layers.dense({ name: name("side"), units: 4 }), x),
    ]) as SymbolicTensor[];
    x = layers.concatenate({ name: name("join") }).apply(outputs) as SymbolicTensor;
  }
  const inner = graph({ name: "whole", inputs: start, outputs: x });
  const made = chance(0.5)
    ? inner
    : sequential({ name: "outer", layers: [inner, layers.dense({ name: "head", units: 2 })] });
  draw(made, random);
  return made;
}

/** Numbers for every weight that keep the outputs of deep networks near one. */
function draw(model: LayersModel, random: Random): void {
  for (const weight of new Set(model.weights)) {
    const shape = weight.shape.map((side) => side ?? 0);
    const size = shape.reduce((a, b) => a * b, 1);
    const fan = shape.length < 2 ? 1 : size / shape[shape.length - 1];
    const spread = weight.originalName.endsWith("kernel") ? Math.sqrt(1 / fan) : 0.2;
    const around = /(gamma|moving_variance)$/.test(weight.originalName) ? 1 : 0;
    const data = Float32Array.from(
      { length: size },
      () => around + spread * 1.7 * (2 * random.uniform() - 1),
    );
    const value = tensor(data, shape);
    weight.write(value);
    value.dispose();
  }
}
