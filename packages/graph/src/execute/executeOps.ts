import { type Tensor, Variable } from "@tensorflow/tfjs-core";
import type { layers, SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { FusedOp, Segment } from "../fusion/fusedOp.ts";
import { recompute } from "@tensorloom/backend/internal";
import { type CallOptions, executeOp, type Replay } from "./executeOp.ts";

/** Tensors by what they are in the model. */
export type Values = Map<SymbolicTensor, Tensor>;

/**
 * Runs steps one after the other. What a step makes is let go after its last reader; what was given, and `wanted`, is not.
 *
 * @returns The tensors that are wanted.
 */
export function executeOps(
  steps: readonly (FusedOp | Segment)[],
  given: ReadonlyMap<SymbolicTensor, Tensor>,
  wanted: readonly SymbolicTensor[],
  options: CallOptions,
  replay?: Replay,
): readonly Tensor[] {
  const values: Values = new Map(given);
  const last = lastReaders(steps, [...given.keys(), ...wanted]);
  steps.forEach((step, at) => {
    const read = step.inputs.map((input) => valueOf(values, input));
    const made =
      step.kind === "segment" ? runSegment(step, read, options) : executeOp(step, read, options, replay);
    values.set(step.output, made);
    for (const tensor of last[at]) release(values, tensor);
  });
  return wanted.map((output) => valueOf(values, output));
}

function runSegment(segment: Segment, inputs: readonly Tensor[], options: CallOptions): Tensor {
  const seeds = new Map<FusedOp, number>();
  return recompute({
    inputs,
    variables: variablesOf(segment),
    forward(given, again) {
      const values = new Map(segment.inputs.map((input, at) => [input, given[at]]));
      const [y] = executeOps(segment.steps, values, [segment.output], options, { seeds, again });
      return y;
    },
  });
}

function variablesOf({ steps }: Segment): readonly Variable[] {
  const weights = steps.flatMap(layersOf).flatMap((layer) => layer.trainableWeights);
  const variables = weights
    .map((weight): unknown => weight.read())
    .filter((each) => each instanceof Variable);
  return [...new Set(variables)];
}

/** The layers whose weights a step reads. */
export function layersOf(step: FusedOp): readonly layers.Layer[] {
  if (step.kind === "imageMeans") return [];
  return step.kind === "squeezeExcite" ? [step.reduce, step.expand] : [step.layer];
}

function valueOf(values: ReadonlyMap<SymbolicTensor, Tensor>, tensor: SymbolicTensor): Tensor {
  const value = values.get(tensor);
  if (value === undefined) throw new Error(`fuse: ${tensor.name} was read before it was made`);
  return value;
}

/** For each step the tensors, besides `others`, that no later step reads. */
export function lastReaders(
  steps: readonly (FusedOp | Segment)[],
  others: readonly SymbolicTensor[],
): readonly (readonly SymbolicTensor[])[] {
  const seen = new Set(others);
  return steps
    .toReversed()
    .map((step) => {
      const fresh = [...new Set(step.inputs)].filter((input) => !seen.has(input));
      for (const input of fresh) seen.add(input);
      return fresh;
    })
    .reverse();
}

/** A layer may hand its input on as its output: the tensor is let go when the last that is it has been read. */
function release(values: Values, tensor: SymbolicTensor): void {
  const value = values.get(tensor);
  values.delete(tensor);
  if (value !== undefined && ![...values.values()].includes(value)) value.dispose();
}
