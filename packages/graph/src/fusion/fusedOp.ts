import type { backend_util, Tensor } from "@tensorflow/tfjs-core";
import type { layers, SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Activation } from "@tensorloom/backend/internal";

/** One operation of a fused model: a layer as it is, or several layers as one. */
export type FusedOp = { readonly inputs: readonly SymbolicTensor[]; readonly output: SymbolicTensor } & (
  | {
      readonly kind: "layer";
      readonly layer: layers.Layer;
      /** Whether it stops before its activation; for a model inside the model, before its final activation. */
      readonly toLogits?: true;
    }
  | {
      readonly kind: "convolution";
      readonly layer: layers.Layer;
      readonly depthwise: boolean;
      readonly strides: [number, number];
      readonly pad: "same" | "valid" | backend_util.ExplicitPadding;
      /** What is applied to the products; undefined for nothing. */
      readonly epilogue: { readonly useBias: boolean; readonly activation: Activation } | undefined;
    }
  | {
      readonly kind: "normalization";
      readonly layer: layers.Layer;
      readonly epsilon: number;
      readonly momentum: number;
      readonly activation: Activation;
    }
  | {
      /** A normalisation whose only reader is a depthwise convolution. */
      readonly kind: "normalizedDepthwise";
      /** The batch normalisation. */
      readonly layer: layers.Layer;
      readonly epsilon: number;
      readonly momentum: number;
      readonly activation: Activation;
      readonly convolution: Extract<FusedOp, { readonly kind: "convolution" }>;
    }
  | {
      readonly kind: "squeezeExcite";
      readonly reduce: layers.Layer;
      readonly expand: layers.Layer;
      readonly activations: readonly [Activation, Activation];
      /** A 1x1 convolution that alone reads the result; undefined for none. */
      readonly project: layers.Layer | undefined;
    }
  | { readonly kind: "imageMeans" }
  | { readonly kind: "sum"; readonly layer: layers.Layer }
  | {
      readonly kind: "dropout";
      readonly layer: layers.Layer;
      readonly rate: number;
      readonly noiseShape: readonly (number | null)[] | undefined;
    }
);

/** Operations whose activations are recomputed in the backward pass instead of being stored. */
export interface Segment {
  readonly kind: "segment";
  readonly ops: readonly FusedOp[];
  /** The tensors that they read of what was made before. */
  readonly inputs: readonly SymbolicTensor[];
  /** The one tensor of theirs that later operations read. */
  readonly output: SymbolicTensor;
}

/** Operations from one tensor to one, which a train step may run from a plan. */
export interface PlannedWindow {
  readonly kind: "planned";
  readonly ops: readonly FusedOp[];
  readonly inputs: readonly [SymbolicTensor];
  readonly output: SymbolicTensor;
  readonly run: (x: Tensor, options: Readonly<Record<string, unknown>>) => Tensor;
}

/** The layers whose weights an operation reads. */
export function layersOf(op: FusedOp): readonly layers.Layer[] {
  if (op.kind === "imageMeans") return [];
  if (op.kind === "normalizedDepthwise") return [op.layer, op.convolution.layer];
  if (op.kind !== "squeezeExcite") return [op.layer];
  return op.project === undefined ? [op.reduce, op.expand] : [op.reduce, op.expand, op.project];
}
