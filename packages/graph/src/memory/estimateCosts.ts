import { sizeOf } from "@tensorloom/core/internal";
import { LayersModel, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { FusedOp } from "../fusion/fusedOp.ts";
import { fusionPlan } from "../fusion/fusionPlan.ts";
import { costOf, NO_COST, weightBytes } from "./costOf.ts";
import type { GraphCosts, OpCost, TensorNumber } from "./opCost.ts";
import { outputShape, type Shape } from "./opShape.ts";

const FLOAT = 4;

/** Estimates what each operation of a model costs in memory, for inputs of these shapes. */
export function estimateCosts(
  model: LayersModel,
  ops: readonly FusedOp[],
  inputShapes: readonly Shape[],
): GraphCosts {
  const shapes: Shape[] = [];
  const inputs = inputShapes.map((shape) => shapes.push(shape) - 1);
  const { costs, outputs } = costsOf(model, ops, inputs, shapes);
  return {
    tensors: shapes.map((shape) => FLOAT * sizeOf(shape)),
    inputs,
    outputs,
    ops: costs,
    weights: { all: weightBytes(model.weights), trained: weightBytes(model.trainableWeights) },
  };
}

/** Adds the shape of every tensor that it numbers to `shapes`. */
function costsOf(
  model: LayersModel,
  ops: readonly FusedOp[],
  inputs: readonly TensorNumber[],
  shapes: Shape[],
): { readonly costs: readonly OpCost[]; readonly outputs: readonly TensorNumber[] } {
  const numbers = new Map<SymbolicTensor, TensorNumber>(
    model.inputs.map((tensor, at) => [tensor, inputs[at]]),
  );
  const numberOf = (tensor: SymbolicTensor): TensorNumber => {
    const number = numbers.get(tensor);
    if (number === undefined) throw new Error(`fuse: ${tensor.name} was read before it was made`);
    return number;
  };
  const costs = ops.map((op): OpCost => {
    const read = op.inputs.map(numberOf);
    if (op.kind === "layer" && op.layer instanceof LayersModel) {
      const inner = costsOf(op.layer, fusionPlan(op.layer), read, shapes);
      const [output] = inner.outputs;
      numbers.set(op.output, output);
      return { ...NO_COST, inputs: read, output, inner: { ops: inner.costs, recomputed: false } };
    }
    const readShapes = read.map((number) => shapes[number]);
    const shape = outputShape(op, readShapes);
    const output = shapes.push(shape) - 1;
    numbers.set(op.output, output);
    const cost = costOf(op, { inputs: read, inputShapes: readShapes, output, shape });
    return { ...NO_COST, inputs: read, output, ...cost };
  });
  return { costs, outputs: model.outputs.map(numberOf) };
}
