import {
  initializers,
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";

/** Filters of the convolutions, each of which halves the sides. */
const FILTERS = [16, 32, 64, 96] as const;

/** A network of 80 000 weights, which learns simple things in seconds. */
export function smallNetwork(size: number, classes: number, seed: number): LayersModel {
  const apply = (layer: layers.Layer, x: SymbolicTensor): SymbolicTensor => layer.apply(x) as SymbolicTensor; // one in, one out
  const image = input({ name: "image", shape: [size, size, 3] });
  let x = apply(layers.rescaling({ name: "rescaling", scale: 1 / 127.5, offset: -1 }), image);
  for (const [at, filters] of FILTERS.entries()) {
    const name = `block${String(at + 1)}`;
    const kernelInitializer = initializers.heNormal({ seed: seed + at });
    const options = { filters, kernelSize: 3, strides: 2, padding: "same", useBias: false } as const;
    x = apply(layers.conv2d({ name: `${name}_conv`, ...options, kernelInitializer }), x);
    x = apply(layers.batchNormalization({ name: `${name}_bn`, momentum: 0.8 }), x);
    x = apply(layers.activation({ name: `${name}_relu`, activation: "relu" }), x);
  }
  x = apply(layers.globalAveragePooling2d({ name: "pool", dataFormat: "channelsLast" }), x);
  x = apply(layers.dropout({ name: "dropout", rate: 0.2 }), x);
  const head = {
    units: classes,
    activation: "softmax",
    kernelInitializer: initializers.glorotUniform({ seed }),
  } as const;
  return model({
    name: "small",
    inputs: image,
    outputs: apply(layers.dense({ name: "predictions", ...head }), x),
  });
}
