import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { FusedOp } from "../fusion/fusedOp.ts";
import { externalInputs } from "../fusion/liveness.ts";
import { canPlan, isView } from "./planOp.ts";

/** Shapes of a model's tensors in a call. */
export type Shapes = ReadonlyMap<SymbolicTensor, readonly number[]>;

/** Consecutive operations that can be planned. */
export interface Subgraph {
  readonly kind: "subgraph";
  readonly ops: readonly FusedOp[];
  /** The tensors that they read of what was made before. */
  readonly inputs: readonly SymbolicTensor[];
  /** Those of theirs that anything else reads, or the model returns. */
  readonly outputs: readonly SymbolicTensor[];
}

/** Groups the operations of a prediction: those that can be planned, and the others as they are. */
export function subgraphsOf(
  ops: readonly FusedOp[],
  shapes: Shapes,
  returned: readonly SymbolicTensor[],
): readonly (FusedOp | Subgraph)[] {
  const planned = (op: FusedOp): boolean =>
    canPlan(
      op,
      op.inputs.map((input) => shapeIn(shapes, input)),
      shapeIn(shapes, op.output),
    );
  const groups: FusedOp[][] = [];
  for (const [at, op] of ops.entries()) {
    if (at > 0 && planned(op) && planned(ops[at - 1])) groups[groups.length - 1].push(op);
    else groups.push([op]);
  }
  return groups.flatMap((group): readonly (FusedOp | Subgraph)[] => {
    if (!planned(group[0]) || group.every(isView)) return group;
    const others = ops.filter((op) => !group.includes(op));
    const read = new Set([...returned, ...others.flatMap(({ inputs }) => inputs)]);
    const outputs = group.map(({ output }) => output).filter((output) => read.has(output));
    return [{ kind: "subgraph", ops: group, inputs: externalInputs(group), outputs }];
  });
}

/** The shape of a tensor. */
export function shapeIn(shapes: Shapes, tensor: SymbolicTensor): readonly number[] {
  const shape = shapes.get(tensor);
  if (shape === undefined) throw new Error(`fuse: the shape of ${tensor.name} is unknown`);
  return shape;
}
