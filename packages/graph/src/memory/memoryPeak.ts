import { lastReads } from "../fusion/liveness.ts";
import type { GraphCosts, OpCost, TensorNumber } from "./opCost.ts";

/** The bytes of a train step at its peak. */
export interface Peak {
  /** Stored by the forward pass for the backward pass. */
  readonly activations: number;
  /** Gradients of weights, as far as they exist at that point. */
  readonly gradients: number;
  /** Everything else: outputs before their last reader, gradients of activations, scratch memory. */
  readonly transient: number;
}

/** The memory of a tensor, shared by its readers, and by gradients that are one and the same. */
interface Block {
  readonly bytes: number;
  holders: number;
}

/** What an operation saved, and the operations inside it. */
interface Saved {
  readonly blocks: readonly Block[];
  readonly inner: readonly Saved[];
}

/**
 * The peak of a train step, found by simulating its allocations in the forward and the backward pass.
 *
 * A tensor lives until its last reader, and until every operation that saved it has passed in the backward pass.
 *
 * @param training - False for a forward pass alone, which saves nothing.
 */
export function memoryPeak(costs: GraphCosts, training = true): Peak {
  const { tensors } = costs;
  const needed = neededGradients(costs);
  const values = new Map<TensorNumber, Block>();
  const gradients = new Map<TensorNumber, Block>();
  const savers = new Map<Block, number>();
  const atTheEnd: (() => void)[] = []; // releases that tfjs does only after a backward pass
  let [live, savedBytes, savedBlocks, weightGradients] = [0, 0, 0, 0];
  let peak: Peak & { readonly total: number } = { activations: 0, gradients: 0, transient: 0, total: -1 };

  const note = (scratchBytes: number): void => {
    const total = live + savedBytes + weightGradients + scratchBytes;
    if (total <= peak.total) return;
    const activations = savedBytes + savedBlocks;
    peak = {
      total,
      activations,
      gradients: weightGradients,
      transient: total - activations - weightGradients,
    };
  };
  const allocate = (bytes: number): Block => {
    live += bytes;
    return { bytes, holders: 1 };
  };
  const drop = (block: Block): void => {
    block.holders--;
    if (block.holders === 0) live -= block.bytes;
  };
  const valueOf = (tensor: TensorNumber): Block => {
    const block = values.get(tensor) ?? allocate(tensors[tensor]);
    values.set(tensor, block);
    return block;
  };
  const save = (block: Block): Block => {
    block.holders++;
    if (!savers.has(block)) savedBlocks += block.bytes;
    savers.set(block, (savers.get(block) ?? 0) + 1);
    return block;
  };
  const releaseSaved = (block: Block): void => {
    const left = (savers.get(block) ?? 0) - 1;
    if (left > 0) savers.set(block, left);
    else if (savers.delete(block)) savedBlocks -= block.bytes;
    drop(block);
  };

  /** Executes operations and returns what each saved. Last readers release every tensor that is not in `kept`. */
  function forward(
    ops: readonly OpCost[],
    recorded: boolean,
    kept: readonly TensorNumber[],
  ): readonly Saved[] {
    const released = lastReads(ops, kept);
    return ops.map((op, at) => {
      let inner: readonly Saved[] = [];
      if (op.inner !== undefined) {
        const { recomputed } = op.inner;
        inner = forward(op.inner.ops, recorded && !recomputed, [...op.inputs, op.output]);
      }
      valueOf(op.output);
      note(op.scratchBytes);
      const blocks = recorded ? op.savedTensors.map((tensor) => save(valueOf(tensor))) : [];
      if (recorded) savedBytes += op.savedBytes;
      for (const tensor of released[at]) {
        drop(valueOf(tensor));
        values.delete(tensor);
      }
      return { blocks, inner };
    });
  }

  function backward(ops: readonly OpCost[], records: readonly Saved[]): void {
    for (let at = ops.length - 1; at >= 0; at--) {
      const [op, record] = [ops[at], records[at]];
      const gradient = gradients.get(op.output);
      if (gradient === undefined || !needed.has(op.output)) continue;
      if (op.inner !== undefined) {
        if (op.inner.recomputed) recomputeAndBackward(op, op.inner.ops);
        else backward(op.inner.ops, record.inner);
      } else {
        gradients.delete(op.output);
        op.inputs.forEach((input, which) => {
          if (!needed.has(input)) return;
          if (op.aliasesGradient) gradient.holders++;
          const made = op.aliasesGradient ? gradient : allocate(tensors[input]);
          const before = gradients.get(input);
          if (which === 0 || !op.aliasesGradient) note(op.scratchBytes);
          gradients.set(input, before === undefined ? made : sum(before, made));
        });
        weightGradients += op.weightGradientBytes;
        note(op.scratchBytes);
        if (op.releasesEarly) drop(gradient);
        else atTheEnd.push(() => drop(gradient));
      }
      const release = (): void => {
        record.blocks.forEach(releaseSaved);
        savedBytes -= op.savedBytes;
      };
      if (op.releasesEarly) release();
      else atTheEnd.push(release);
    }
  }

  /** tfjs releases the sum so far, but what was added to it only after the backward pass. */
  function sum(before: Block, added: Block): Block {
    const total = allocate(added.bytes);
    note(0);
    drop(before);
    atTheEnd.push(() => drop(added));
    return total;
  }

  function recomputeAndBackward(op: OpCost, ops: readonly OpCost[]): void {
    for (const input of op.inputs) if (!values.has(input)) values.set(input, allocate(0)); // counted as saved
    const first = values.get(op.output); // still there if it is an output of the graph
    values.delete(op.output);
    const records = forward(ops, true, [...op.inputs, op.output]);
    drop(valueOf(op.output));
    if (first === undefined) values.delete(op.output);
    else values.set(op.output, first);
    const before = atTheEnd.length;
    backward(ops, records);
    for (const release of atTheEnd.splice(before)) release();
  }

  for (const input of costs.inputs) values.set(input, allocate(0)); // the batch lives throughout and is counted apart
  const records = forward(costs.ops, training, [...costs.inputs, ...costs.outputs]);
  if (training) {
    for (const output of costs.outputs)
      if (needed.has(output)) gradients.set(output, allocate(tensors[output]));
    backward(costs.ops, records);
  }
  const { activations, gradients: ofWeights, transient } = peak;
  return { activations, gradients: ofWeights, transient };
}

/** The tensors that need a gradient: those that depend on a trained weight. */
function neededGradients({ ops }: GraphCosts): ReadonlySet<TensorNumber> {
  const needed = new Set<TensorNumber>();
  const visit = (op: OpCost): void => {
    op.inner?.ops.forEach(visit);
    if (op.weightGradientBytes > 0 || op.inputs.some((input) => needed.has(input))) needed.add(op.output);
  };
  ops.forEach(visit);
  return needed;
}
