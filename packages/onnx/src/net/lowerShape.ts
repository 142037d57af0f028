import { paddingOf } from "./lowerAffine.ts";
import { type Lowered, type Lowering, pairOf } from "./lowering.ts";
import type { Pair } from "./net.ts";

/** MaxPooling2D and AveragePooling2D. */
export function lowerPool(call: Lowering): Lowered {
  const { config, layer, inputs } = call;
  const output = call.tensor(layer.name, call.shape);
  call.add({
    kind: "pool",
    mode: layer.getClassName() === "MaxPooling2D" ? "max" : "average",
    size: pairOf(config.poolSize),
    strides: pairOf(config.strides),
    padding: paddingOf(config.padding),
    layer: layer.name,
    inputs,
    output,
  });
  return output;
}

/** GlobalMaxPooling2D and GlobalAveragePooling2D. */
export function lowerGlobalPool(call: Lowering): Lowered {
  const { layer, inputs } = call;
  const mode = layer.getClassName() === "GlobalMaxPooling2D" ? "max" : "average";
  const output = call.tensor(layer.name, call.shape);
  call.add({ kind: "globalPool", mode, layer: layer.name, inputs, output });
  return output;
}

/** ZeroPadding2D. */
export function lowerPad(call: Lowering): Lowered {
  const { padding } = call.config;
  const output = call.tensor(call.layer.name, call.shape);
  const pairs = padding as readonly [Pair, Pair]; // the layer's own form of it
  call.add({ kind: "pad", padding: pairs, layer: call.layer.name, inputs: call.inputs, output });
  return output;
}

/** Cropping2D. */
export function lowerCrop(call: Lowering): Lowered {
  const { cropping } = call.config;
  const output = call.tensor(call.layer.name, call.shape);
  const pairs =
    cropping ??
    ([
      [0, 0],
      [0, 0],
    ] as const);
  call.add({ kind: "crop", cropping: pairs, layer: call.layer.name, inputs: call.inputs, output });
  return output;
}

/** UpSampling2D. */
export function lowerUpsample(call: Lowering): Lowered {
  const { size, interpolation = "nearest" } = call.config;
  const output = call.tensor(call.layer.name, call.shape);
  call.add({
    kind: "upsample",
    size: pairOf(size),
    interpolation,
    layer: call.layer.name,
    inputs: call.inputs,
    output,
  });
  return output;
}

/** Reshape and Flatten. */
export function lowerReshape(call: Lowering): Lowered {
  const output = call.tensor(call.layer.name, call.shape);
  call.add({ kind: "reshape", layer: call.layer.name, inputs: call.inputs, output });
  return output;
}

/** Permute: its `dims` count from 1, without the batch. */
export function lowerPermute(call: Lowering): Lowered {
  const output = call.tensor(call.layer.name, call.shape);
  const axes = (call.config.dims ?? []).map((dim) => dim - 1);
  call.add({ kind: "permute", axes, layer: call.layer.name, inputs: call.inputs, output });
  return output;
}

/** Concatenate. tfjs takes every negative axis for the last one, against the shape that it announces. */
export function lowerConcatenate(call: Lowering): Lowered {
  const axis = Number(call.config.axis ?? -1);
  if (axis < -1) return `layer ${call.layer.name} has the axis ${String(axis)}: count it from the start`;
  if (axis === 0) return `layer ${call.layer.name} concatenates along the batch`;
  const output = call.tensor(call.layer.name, call.shape);
  const at = axis < 0 ? call.shape.length - 1 : axis - 1;
  call.add({ kind: "concatenate", axis: at, layer: call.layer.name, inputs: call.inputs, output });
  return output;
}
