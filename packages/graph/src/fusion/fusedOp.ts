import type { backend_util } from "@tensorflow/tfjs-core";
import type { layers, SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Activation } from "@tensorloom/backend/internal";

/** One layer of a model at one place of its graph. */
export interface GraphNode {
  readonly layer: layers.Layer;
  readonly inputs: readonly SymbolicTensor[];
  readonly output: SymbolicTensor;
}

/** What a lean model does one after the other: a layer as it is, or several as one operation. */
export type FusedOp = { readonly inputs: readonly SymbolicTensor[]; readonly output: SymbolicTensor } & (
  | {
      readonly kind: "layer";
      readonly layer: layers.Layer;
      /** Whether it stops before its activation: for a model inside the model, before its final one. */
      readonly toLogits?: true;
    }
  | {
      readonly kind: "convolution";
      readonly layer: layers.Layer;
      readonly depthwise: boolean;
      readonly strides: [number, number];
      readonly pad: "same" | "valid" | backend_util.ExplicitPadding;
      /** What the layer does to the products; undefined for nothing. */
      readonly ending: { readonly useBias: boolean; readonly activation: Activation } | undefined;
    }
  | {
      readonly kind: "normalization";
      readonly layer: layers.Layer;
      readonly epsilon: number;
      readonly momentum: number;
      readonly activation: Activation;
    }
  | {
      readonly kind: "squeezeExcite";
      readonly reduce: layers.Layer;
      readonly expand: layers.Layer;
      readonly activations: readonly [Activation, Activation];
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

/** Steps that are computed again on the way back, in the place of keeping what they made. */
export interface Segment {
  readonly kind: "segment";
  readonly steps: readonly FusedOp[];
  /** What they read of what was made before. */
  readonly inputs: readonly SymbolicTensor[];
  /** The one tensor of theirs that is read after them. */
  readonly output: SymbolicTensor;
}
