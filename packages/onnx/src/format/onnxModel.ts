/** The element types of tensors that our graphs use, with their numbers in ONNX's `TensorProto.DataType`. */
export const ELEMENT_TYPES = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const;

/** @inline */
export type ElementType = keyof typeof ELEMENT_TYPES;

/** A side of a tensor: a number, or the name of one that is only known when the model runs. */
export type Dimension = number | string;

/** An input or output of a graph. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  /** Undefined if it is not stated. */
  readonly shape: readonly Dimension[] | undefined;
}

/** A constant tensor. */
export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array | Int32Array | Uint8Array;
}

/** An attribute of a node: an integer, integers, a string, or floating-point numbers. */
export type Attribute =
  number | readonly number[] | string | { readonly float: number } | { readonly floats: readonly number[] };

/** One operation. */
export interface OnnxNode {
  readonly op: string;
  /** The operator set that defines it; `""` for the standard one. */
  readonly domain: string;
  /** Names of tensors; `""` for an optional one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** An ONNX model as plain data. */
export interface OnnxModel {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly initializers: readonly Initializer[];
  /** Each after the nodes whose outputs it reads. */
  readonly nodes: readonly OnnxNode[];
  /** Version of each operator set, by domain. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly description: string;
}
