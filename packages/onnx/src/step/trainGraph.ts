import type { OnnxModel } from "../format/onnxModel.ts";

/**
 * A train step as an ONNX graph: forward pass, loss and backward pass for batches of one shape.
 *
 * The weights are inputs, in the layout that the layers model keeps them in, and their gradients are outputs in the same layout.
 * So the caller's memory holds both, and any optimizer updates it.
 */
export interface TrainGraph {
  readonly model: OnnxModel;
  /** The names of the graph's inputs for the network's inputs, `[batch, ...shape]` as the layers model reads them. */
  readonly inputs: readonly string[];
  /** The name of the input of targets, and its shape. */
  readonly targets: { readonly input: string; readonly shape: readonly number[] };
  /** The name of the input of row weights, `[batch]`; ones without row weights. */
  readonly rowWeights: string;
  /** The input of each weight, by the weight's name. */
  readonly weights: ReadonlyMap<string, string>;
  /** The dropout masks to draw: 0 or `1 / (1 - rate)`. */
  readonly masks: readonly MaskInput[];
  /** The name of the output of the loss: one number, without regularisation. */
  readonly loss: string;
  /** The name of the output of the network's outputs before their final activation, and its shape. */
  readonly logits: { readonly output: string; readonly shape: readonly number[] };
  /** The output of each gradient, by the weight's name. */
  readonly gradients: ReadonlyMap<string, string>;
  /** The outputs of the batch statistics of batch normalisations that are not frozen. */
  readonly statistics: readonly StatisticsOutput[];
}

/** A dropout mask that the caller draws. */
export interface MaskInput {
  readonly input: string;
  readonly layer: string;
  readonly rate: number;
  readonly shape: readonly number[];
}

/** The mean and variance of a batch, `[channels]`, that move a batch normalisation's statistics. */
export interface StatisticsOutput {
  /** Names of the moving weights. */
  readonly mean: string;
  readonly variance: string;
  readonly momentum: number;
  /** Names of the outputs. */
  readonly batchMean: string;
  readonly batchVariance: string;
}
