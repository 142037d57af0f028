import type { KernelCall, Operand } from "./kernelCall.ts";

/** What a call must do at least. */
export interface Work {
  /** Floating-point operations; a multiply-add is two. */
  readonly flops: number;
  /** Bytes of the tensors that it reads and writes. */
  readonly bytes: number;
}

/** Kernels that return the same bytes as another tensor, or none. */
const VIEWS = new Set(["Identity", "Reshape", "ExpandDims", "Squeeze"]);

/** The beginning of the names of kernels that normalise their input before they use it. */
const NORMALIZES = "TensorloomNormalizedDepthwise";

/** Tensors that an update writes besides reading them. */
const UPDATED = /^(weight|slot)/;

/**
 * Operations of an activation per number. A sigmoid is about 16 vector instructions, each of which takes the place of a
 * multiply-add.
 */
const ACTIVATION_FLOPS: Readonly<Record<string, number>> = { swish: 34, sigmoid: 32, relu: 2, relu6: 4 };

/** The operations and bytes of a call, by its shapes. */
export function workOf(call: KernelCall): Work {
  if (VIEWS.has(call.kernel)) return { flops: 0, bytes: 0 };
  const { inputs, outputs, attributes } = call;
  const updated = Object.entries(inputs).filter(([name]) => UPDATED.test(name));
  const moved = [...Object.values(inputs), ...outputs, ...updated.map(([, operand]) => operand)];
  const bytes = moved.reduce((sum, operand) => sum + sizeInBytes(operand), 0);
  const ends = ACTIVATION_FLOPS[String(attributes["activation"])] ?? 0;
  // a kernel that normalises first applies the activation to its input
  const activated = call.kernel.startsWith(NORMALIZES) ? [inputs["x"]] : outputs;
  return { flops: products(call) + ends * Math.max(0, ...activated.map(sizeOf)), bytes };
}

/** Floating-point operations of products and of sums over pixels. */
function products({ kernel, inputs, outputs, attributes }: KernelCall): number {
  const { x, dy, filter, a } = inputs;
  const [made] = outputs;
  switch (kernel) {
    case "Conv2D":
    case "FusedConv2D":
      return 2 * sizeOf(made) * taps(filter) * filter.shape[2];
    case "DepthwiseConv2dNative":
    case "FusedDepthwiseConv2D":
      return 2 * sizeOf(made) * taps(filter);
    case "TensorloomConvolution":
      return 2 * sizeOf(made) * taps(filter) * (attributes["depthwise"] === true ? 1 : filter.shape[2]);
    case "Conv2DBackpropInput":
      return 2 * sizeOf(dy) * taps(filter) * filter.shape[2];
    case "Conv2DBackpropFilter":
      return 2 * sizeOf(dy) * taps(made) * made.shape[2];
    case "DepthwiseConv2dNativeBackpropInput":
      return 2 * sizeOf(dy) * taps(filter);
    case "DepthwiseConv2dNativeBackpropFilter":
      return 2 * sizeOf(dy) * taps(made);
    case "BatchMatMul":
    case "_FusedMatMul":
      return 2 * sizeOf(made) * a.shape[a.shape.length - (attributes["transposeA"] === true ? 2 : 1)];
    case "product":
      return 2 * sizeOf(made) * a.shape[1];
    case "depthwise":
    case "depthwiseBlocks":
    case "TensorloomNormalizedDepthwise":
      return 2 * sizeOf(made) * taps(filter);
    case "TensorloomNormalizedDepthwiseFilterGradient":
      return 2 * sizeOf(dy) * taps(made);
    case "TensorloomGatedProjection":
      return 2 * sizeOf(made) * channelsOf(filter) + x.shape[0] * sizeOf(filter);
    case "TensorloomGatedProjectionGradient":
      return 2 * sizeOf(dy) * channelsOf(filter) + 4 * x.shape[0] * sizeOf(filter);
    case "TensorloomGatedProjectionInputGradient":
      return 2 * sizeOf(dy) * channelsOf(filter) + x.shape[0] * sizeOf(filter);
    case "TensorloomGate":
      return 2 * made.shape[0] * (sizeOf(inputs["reduceKernel"]) + sizeOf(inputs["expandKernel"]));
    case "TensorloomGateGradient":
      return 4 * inputs["means"].shape[0] * (sizeOf(inputs["reduceKernel"]) + sizeOf(inputs["expandKernel"]));
    case "depthwiseInputGradient":
    case "depthwiseBlocksInputGradient":
      return 2 * sizeOf(dy) * taps(filter);
    case "depthwiseFilterGradient":
    case "depthwiseBlocksFilterGradient":
      return 2 * sizeOf(dy) * taps(made);
    case "imageDots":
    case "TensorloomImageDots":
      return 2 * sizeOf(x);
    case "momentSums":
    case "normalizationSums":
    case "rowDots":
    case "TensorloomMoments":
    case "TensorloomNormalizationSums":
      return 4 * sizeOf(x);
    default:
      return 0; // the few that elementwise kernels do are nothing beside the bytes that they move
  }
}

/** The side lengths of a filter's window [height, width, ..], multiplied. */
function taps({ shape }: Operand): number {
  return shape[0] * shape[1];
}

/** The channels that a filter [.., channels, outputs] reads. */
function channelsOf({ shape }: Operand): number {
  return shape[shape.length - 2];
}

function sizeOf({ shape }: Operand): number {
  return shape.reduce((product, side) => product * side, 1);
}

function sizeInBytes(operand: Operand): number {
  return sizeOf(operand) * (operand.dtype === "bool" ? 1 : operand.dtype === "complex64" ? 8 : 4);
}
