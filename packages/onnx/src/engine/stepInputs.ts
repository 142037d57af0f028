import { shapeText, sizeOf } from "@tensorloom/core/internal";
import type { TensorOfGraph, TrainGraph } from "../step/trainGraph.ts";
import type { EngineArray, EngineOutput } from "./engineArray.ts";
import { toFloats } from "./toFloats.ts";
import type { TrainStepBatch } from "./trainStep.ts";

/**
 * The inputs, targets and row weights of a batch as the graph reads them, by the names of its inputs.
 *
 * @throws RangeError if an array does not fit the graph.
 */
export function stepInputs(graph: TrainGraph, batch: TrainStepBatch): ReadonlyMap<string, EngineOutput> {
  const { inputs, targets, weights } = batch;
  const ones = {
    data: new Float32Array(sizeOf(graph.rowWeights.shape)).fill(1),
    shape: graph.rowWeights.shape,
  };
  const pairs: readonly (readonly [string, TensorOfGraph, EngineArray])[] = [
    ...graph.inputs.map((input, at) => [`inputs[${String(at)}]`, input, inputs[at]] as const),
    ["targets", graph.targets, targets],
    ["weights", graph.rowWeights, weights ?? ones],
  ];
  return new Map(
    pairs.map(([what, { name, shape }, array]) => {
      const data = toFloats(what, array);
      if (data.length !== sizeOf(shape))
        throw new RangeError(
          `${what} must have the shape ${shapeText(shape)}, got ${shapeText(array.shape)}`,
        );
      return [name, { data, shape }];
    }),
  );
}
