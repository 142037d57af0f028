/**
 * A network as plain data: a list of operations between tensors.
 *
 * It is a layers model with its nested models opened, and each layer written as the few operations below. Shapes are without the
 * batch: an image is `[height, width, channels]`, null if a side is free.
 */
export interface Net {
  readonly name: string;
  readonly inputs: readonly NetTensor[];
  readonly outputs: readonly NetTensor[];
  /** Each after the operations whose outputs it reads. */
  readonly ops: readonly NetOp[];
  /** The last operation's activation, if it turns the logits of the one output into probabilities. */
  readonly finalActivation?: "sigmoid" | "softmax" | undefined;
}

/** A tensor between operations. */
export interface NetTensor {
  /** Unique in the net. */
  readonly name: string;
  readonly shape: readonly (number | null)[];
}

/** A weight of the model, by its name in the whole model, such as `head/kernel`. */
export interface NetWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether training changes it. */
  readonly trainable: boolean;
}

/** Rows and columns of zeros around an image, `[[top, bottom], [left, right]]`, or TensorFlow's words. */
export type NetPadding = "same" | "valid" | readonly [readonly [number, number], readonly [number, number]];

/** Two numbers: of rows, and of columns. */
export type Pair = readonly [number, number];

/** Functions of one number. `leakyRelu`, `elu` and `thresholdedRelu` read `alpha`. */
export type NetActivation =
  | "elu"
  | "gelu"
  | "hardSigmoid"
  | "leakyRelu"
  | "mish"
  | "relu"
  | "relu6"
  | "selu"
  | "sigmoid"
  | "softmax"
  | "softplus"
  | "softsign"
  | "swish"
  | "tanh"
  | "thresholdedRelu";

/** The layer that an operation comes from, and its tensors. */
interface NetOpBase {
  /** The layer's name, for messages. */
  readonly layer: string;
  readonly inputs: readonly NetTensor[];
  readonly output: NetTensor;
}

/** One operation. */
export type NetOp = NetOpBase &
  (
    | {
        readonly kind: "convolution";
        /** `[height, width, in, out]`; `[height, width, channels, multiplier]` if it is depthwise. */
        readonly kernel: NetWeight;
        readonly bias: NetWeight | undefined;
        readonly depthwise: boolean;
        readonly strides: Pair;
        readonly dilations: Pair;
        readonly padding: NetPadding;
      }
    /** A product over the last axis. `kernel` is `[in, out]`. */
    | { readonly kind: "dense"; readonly kernel: NetWeight; readonly bias: NetWeight | undefined }
    /** Batch normalisation over the last axis. */
    | {
        readonly kind: "normalization";
        readonly gamma: NetWeight | undefined;
        readonly beta: NetWeight | undefined;
        readonly mean: NetWeight;
        readonly variance: NetWeight;
        readonly epsilon: number;
        readonly momentum: number;
        /** Whether it uses its moving statistics in training, too. */
        readonly frozen: boolean;
      }
    | { readonly kind: "activation"; readonly activation: NetActivation; readonly alpha?: number }
    /** `x * scale + offset`, each one number, or one for each place of the last axis. */
    | { readonly kind: "affine"; readonly scale: readonly number[]; readonly offset: readonly number[] }
    | {
        readonly kind: "pool";
        readonly mode: "average" | "max";
        readonly size: Pair;
        readonly strides: Pair;
        readonly padding: NetPadding;
      }
    /** The mean or maximum of each channel: `[channels]`. */
    | { readonly kind: "globalPool"; readonly mode: "average" | "max" }
    | { readonly kind: "pad"; readonly padding: readonly [Pair, Pair] }
    | { readonly kind: "crop"; readonly cropping: readonly [Pair, Pair] }
    | { readonly kind: "upsample"; readonly size: Pair; readonly interpolation: "bilinear" | "nearest" }
    /** Element by element; a side of 1 is repeated. */
    | { readonly kind: "merge"; readonly merge: "add" | "average" | "maximum" | "minimum" | "multiply" }
    /** `axis` counts from 0 and leaves the batch out. */
    | { readonly kind: "concatenate"; readonly axis: number }
    | { readonly kind: "reshape" }
    /** `axes[i]` is the axis of the input that becomes axis `i`; both leave the batch out. */
    | { readonly kind: "permute"; readonly axes: readonly number[] }
    /** Multiplies by a mask in training. `noiseShape` includes the batch; null is the tensor's own side. */
    | {
        readonly kind: "dropout";
        readonly rate: number;
        readonly noiseShape: readonly (number | null)[] | undefined;
      }
    | { readonly kind: "embedding"; readonly kernel: NetWeight }
  );

/** An operation of one kind. */
export type NetOpOf<K extends NetOp["kind"]> = Extract<NetOp, { readonly kind: K }>;
