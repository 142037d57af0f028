/**
 * A member of the EfficientNet family: B0 is the baseline, B7 the largest.
 *
 * @example
 * ```ts
 * import { plan, type Variant } from "@tensorloom/efficientnet";
 *
 * const family: readonly Variant[] = ["B0", "B4", "B7"];
 * family.map((variant) => plan(variant).inputShape[0]); // => [224, 380, 600]
 * ```
 */
export type Variant = "B0" | "B1" | "B2" | "B3" | "B4" | "B5" | "B6" | "B7";

/** One of the seven stages of the baseline B0: a run of blocks of the same shape. */
export interface Stage {
  /** Side of the depthwise kernel, in pixels. */
  readonly kernel: number;
  /** How many blocks the baseline has; deeper variants repeat more. */
  readonly repeats: number;
  /** Channels of a block's output, before scaling by width. */
  readonly filters: number;
  /** How many times wider a block is inside than its input; 1: it does not expand. */
  readonly expand: number;
  /** Stride of the first block; the others have 1. */
  readonly stride: number;
}

/** Compound-scaling coefficients of one variant. */
export interface Scaling {
  /** Multiplies the channels. */
  readonly width: number;
  /** Multiplies the repeats. */
  readonly depth: number;
  /** Side of the images that the variant was trained on, in pixels. */
  readonly resolution: number;
  /** Share of features dropped before the classifier. */
  readonly dropout: number;
}

/** The baseline network. Tan and Le, "EfficientNet", 2019, table 1. */
export const STAGES: readonly Stage[] = [
  { kernel: 3, repeats: 1, filters: 16, expand: 1, stride: 1 },
  { kernel: 3, repeats: 2, filters: 24, expand: 6, stride: 2 },
  { kernel: 5, repeats: 2, filters: 40, expand: 6, stride: 2 },
  { kernel: 3, repeats: 3, filters: 80, expand: 6, stride: 2 },
  { kernel: 5, repeats: 3, filters: 112, expand: 6, stride: 1 },
  { kernel: 5, repeats: 4, filters: 192, expand: 6, stride: 2 },
  { kernel: 3, repeats: 1, filters: 320, expand: 6, stride: 1 },
];

/** Compound scaling of the baseline. tensorflow/tpu, models/official/efficientnet/efficientnet_builder.py. */
export const SCALINGS: Readonly<Record<Variant, Scaling>> = {
  B0: { width: 1.0, depth: 1.0, resolution: 224, dropout: 0.2 },
  B1: { width: 1.0, depth: 1.1, resolution: 240, dropout: 0.2 },
  B2: { width: 1.1, depth: 1.2, resolution: 260, dropout: 0.3 },
  B3: { width: 1.2, depth: 1.4, resolution: 300, dropout: 0.3 },
  B4: { width: 1.4, depth: 1.8, resolution: 380, dropout: 0.4 },
  B5: { width: 1.6, depth: 2.2, resolution: 456, dropout: 0.4 },
  B6: { width: 1.8, depth: 2.6, resolution: 528, dropout: 0.5 },
  B7: { width: 2.0, depth: 3.1, resolution: 600, dropout: 0.5 },
};

/** Every variant, smallest first. */
export const VARIANTS: readonly Variant[] = ["B0", "B1", "B2", "B3", "B4", "B5", "B6", "B7"];
