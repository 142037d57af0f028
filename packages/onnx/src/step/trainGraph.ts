import type { OnnxModel } from "../format/onnxModel.ts";

/**
 * A train step as an ONNX graph: forward pass, loss and backward pass for batches of one shape.
 *
 * The weights are inputs, in the layout that the layers model keeps them in, and their gradients are outputs in the same layout.
 * So the caller's memory holds both, and any optimizer updates it.
 */
export interface TrainGraph {
  readonly model: OnnxModel;
  /** The inputs for the network's inputs, `[batch, ...shape]` as the layers model reads them, float32. */
  readonly inputs: readonly TensorOfGraph[];
  /** The input of targets: as the network's output, or without its last side for class indices. */
  readonly targets: TensorOfGraph;
  /** The input of row weights, one for each number that the loss makes: `[batch]`, or more sides. Ones if rows have no weights. */
  readonly rowWeights: TensorOfGraph;
  /** The input of each weight, by the weight's name. A weight that nothing reads has none. */
  readonly weights: ReadonlyMap<string, string>;
  /** The dropout masks to draw: 0 or `1 / (1 - rate)`. */
  readonly masks: readonly MaskInput[];
  /** The name of the output of the loss: one number, without regularisation. */
  readonly loss: string;
  /** The output of the network before its final activation, as the layers model has it. */
  readonly logits: TensorOfGraph;
  /** What turns the logits into the network's output; undefined if they are that. */
  readonly finalActivation: "sigmoid" | "softmax" | undefined;
  /** The output of each gradient, by the weight's name. A weight that the loss does not depend on has none. */
  readonly gradients: ReadonlyMap<string, string>;
  /** The outputs of the batch statistics of batch normalisations that are not frozen, in the order of their calls. */
  readonly statistics: readonly StatisticsOutput[];
}

/** An input or output of the graph, and its shape. */
export interface TensorOfGraph {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A dropout mask that the caller draws. */
export interface MaskInput {
  readonly input: string;
  readonly layer: string;
  readonly rate: number;
  readonly shape: readonly number[];
}

/**
 * The mean and biased variance of a batch, `[channels]`, that move a batch normalisation's statistics:
 * `moving = momentum * moving + (1 - momentum) * batch`.
 */
export interface StatisticsOutput {
  /** Names of the moving weights. */
  readonly mean: string;
  readonly variance: string;
  readonly momentum: number;
  /** Names of the outputs. */
  readonly batchMean: string;
  readonly batchVariance: string;
}
