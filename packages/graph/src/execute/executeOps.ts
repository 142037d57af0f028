import { type Tensor, Variable } from "@tensorflow/tfjs-core";
import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import { recompute } from "@tensorloom/backend/internal";
import { type FusedOp, layersOf, type PlannedWindow, type Segment } from "../fusion/fusedOp.ts";
import { lastReads } from "../fusion/liveness.ts";
import { type CallOptions, executeOp, type Replay } from "./executeOp.ts";

/** Values of a model's tensors. */
type Values = Map<SymbolicTensor, Tensor>;

/** What {@link executeOps} does besides. */
export interface ExecuteHooks {
  /** If the operations are those of a segment. */
  readonly replay?: Replay;
  /** Called with each value when it is made. */
  readonly onMade?: (tensor: SymbolicTensor, value: Tensor) => void;
}

/**
 * Executes operations in order, and releases each tensor that they make after its last reader.
 *
 * @param inputs - The model's inputs, which stay the caller's.
 * @returns The values of `outputs`.
 */
export function executeOps(
  ops: readonly (FusedOp | Segment | PlannedWindow)[],
  inputs: ReadonlyMap<SymbolicTensor, Tensor>,
  outputs: readonly SymbolicTensor[],
  options: CallOptions,
  { replay, onMade }: ExecuteHooks = {},
): readonly Tensor[] {
  const values: Values = new Map(inputs);
  const released = lastReads(ops, [...inputs.keys(), ...outputs]);
  ops.forEach((op, at) => {
    const read = op.inputs.map((input) => valueOf(values, input));
    const made =
      op.kind === "planned"
        ? op.run(read[0], options)
        : op.kind === "segment"
          ? executeSegment(op, read, options)
          : executeOp(op, read, options, replay);
    values.set(op.output, made);
    onMade?.(op.output, made);
    for (const tensor of released[at]) release(values, tensor);
  });
  return outputs.map((output) => valueOf(values, output));
}

function executeSegment(segment: Segment, inputs: readonly Tensor[], options: CallOptions): Tensor {
  const seeds = new Map<FusedOp, number>();
  return recompute({
    inputs,
    variables: variablesOf(segment),
    forward(read, recomputing) {
      const values = new Map(segment.inputs.map((input, at) => [input, read[at]]));
      const [y] = executeOps(segment.ops, values, [segment.output], options, {
        replay: { seeds, recomputing },
      });
      return y;
    },
  });
}

function variablesOf({ ops }: Segment): readonly Variable[] {
  const weights = ops.flatMap(layersOf).flatMap((layer) => layer.trainableWeights);
  const variables = weights
    .map((weight): unknown => weight.read())
    .filter((each) => each instanceof Variable);
  return [...new Set(variables)];
}

function valueOf(values: ReadonlyMap<SymbolicTensor, Tensor>, tensor: SymbolicTensor): Tensor {
  const value = values.get(tensor);
  if (value === undefined) throw new Error(`fuse: ${tensor.name} was read before it was made`);
  return value;
}

/** A layer may return its input as its output: the tensor is disposed once no value is that tensor. */
function release(values: Values, tensor: SymbolicTensor): void {
  const value = values.get(tensor);
  values.delete(tensor);
  if (value !== undefined && ![...values.values()].includes(value)) value.dispose();
}
