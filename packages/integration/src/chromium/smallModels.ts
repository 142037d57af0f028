import {
  input,
  layers,
  type LayersModel,
  model,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";

/** A small convolutional network for images of 12x12, ending in a sigmoid. */
export function smallCnn(): LayersModel {
  return sequential({
    layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu", inputShape: [12, 12, 3] }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 6, kernelSize: 3, padding: "same" }),
      layers.batchNormalization(),
      layers.activation({ activation: "relu" }),
      layers.flatten(),
      layers.dense({ units: 1, activation: "sigmoid" }),
    ],
  });
}

/** A small network of one inverted residual block with a squeeze-and-excite gate, for images of 16x16, ending in a sigmoid. */
export function smallMbConv(): LayersModel {
  const to = (layer: layers.Layer, from: SymbolicTensor | SymbolicTensor[]): SymbolicTensor =>
    layer.apply(from) as SymbolicTensor; // layers on symbolic tensors return one
  const normalized = (x: SymbolicTensor): SymbolicTensor => to(layers.batchNormalization(), x);
  const swish = (x: SymbolicTensor): SymbolicTensor => to(layers.activation({ activation: "swish" }), x);

  const image = input({ shape: [16, 16, 3] });
  const stem = layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: "same", useBias: false });
  const start = swish(normalized(to(stem, image)));
  const expand = layers.conv2d({ filters: 16, kernelSize: 1, useBias: false });
  const wide = swish(normalized(to(expand, start)));
  const depthwise = layers.depthwiseConv2d({ kernelSize: 3, padding: "same", useBias: false });
  const deep = swish(normalized(to(depthwise, wide)));
  const pooled = to(layers.globalAveragePooling2d({}), deep);
  const squeezed = to(layers.reshape({ targetShape: [1, 1, 16] }), pooled);
  const reduced = to(layers.conv2d({ filters: 2, kernelSize: 1, activation: "swish" }), squeezed);
  const gate = to(layers.conv2d({ filters: 16, kernelSize: 1, activation: "sigmoid" }), reduced);
  const project = layers.conv2d({ filters: 8, kernelSize: 1, useBias: false });
  const projected = normalized(to(project, to(layers.multiply(), [deep, gate])));
  const sum = to(layers.add(), [projected, start]);
  const features = to(layers.globalAveragePooling2d({}), sum);
  const output = to(layers.dense({ units: 1, activation: "sigmoid" }), features);
  return model({ inputs: image, outputs: output });
}
