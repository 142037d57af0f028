import { allVariables } from "@tensorloom/graph/internal";
import type { TrainGraph } from "@tensorloom/onnx/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** An input of a graph, and its numbers. */
export interface GraphInput {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/**
 * Returns numbers for all inputs of a train step: the model's weights, images of a sine, alternating targets of 0 and 1, row weights
 * of 1, and masks that drop nothing.
 */
export async function stepInputs(graph: TrainGraph, model: LayersModel): Promise<readonly GraphInput[]> {
  const inputs: GraphInput[] = [];
  const variables = allVariables(model);
  for (const [name, input] of graph.weights) {
    const variable = variables.get(name);
    if (variable === undefined) throw new Error(`the model has no weight ${name}`);
    inputs.push({ name: input, dims: variable.shape, data: await variable.data<"float32">() });
  }
  const fill = (name: string, dims: readonly number[], numberAt: (at: number) => number): void => {
    const length = dims.reduce((product, side) => product * side, 1);
    inputs.push({ name, dims, data: Float32Array.from({ length }, (_, at) => numberAt(at)) });
  };
  for (const { name, shape } of graph.inputs) fill(name, shape, (at) => (Math.sin(at * 0.37) + 1) / 2);
  fill(graph.targets.name, graph.targets.shape, (at) => at % 2);
  fill(graph.rowWeights.name, graph.rowWeights.shape, () => 1);
  for (const { input, shape } of graph.masks) fill(input, shape, () => 1);
  return inputs;
}
