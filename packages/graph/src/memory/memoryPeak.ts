import type { GraphCosts, OpCost, TensorNumber } from "./opCost.ts";

/** What a training step holds at its highest point, in bytes. */
export interface Peak {
  /** Kept for the way back. */
  readonly activations: number;
  /** Gradients of weights, as far as they are there at that point. */
  readonly gradients: number;
  /** What comes and goes: outputs before their last reader, gradients on their way, scratch. */
  readonly transient: number;
}

/** A tensor's memory: shared by its readers, and by gradients that are handed on. */
interface Block {
  readonly bytes: number;
  holders: number;
}

/**
 * The highest point of a training step, forward and back, by going through it: a tensor lives until its last reader and
 * until whoever keeps it for the way back has been passed.
 *
 * @param training - False for a forward pass alone, which keeps nothing.
 */
export function memoryPeak(network: GraphCosts, training = true): Peak {
  const { tensors } = network;
  const needed = neededGradients(network);
  const values = new Map<TensorNumber, Block>();
  const gradients = new Map<TensorNumber, Block>();
  const kept = new Map<Block, number>();
  const atTheEnd: (() => void)[] = []; // what is let go only when a way back is over
  let [live, keeps, keptBlocks, weightGradients] = [0, 0, 0, 0];
  let peak: Peak & { readonly total: number } = { activations: 0, gradients: 0, transient: 0, total: -1 };

  const note = (scratch: number): void => {
    const total = live + keeps + weightGradients + scratch;
    if (total <= peak.total) return;
    const activations = keeps + keptBlocks;
    peak = {
      total,
      activations,
      gradients: weightGradients,
      transient: total - activations - weightGradients,
    };
  };
  const make = (bytes: number): Block => {
    live += bytes;
    return { bytes, holders: 1 };
  };
  const drop = (block: Block): void => {
    block.holders--;
    if (block.holders === 0) live -= block.bytes;
  };
  const value = (tensor: TensorNumber): Block => {
    const block = values.get(tensor) ?? make(tensors[tensor]);
    values.set(tensor, block);
    return block;
  };
  const keep = (block: Block): Block => {
    block.holders++;
    if (!kept.has(block)) keptBlocks += block.bytes;
    kept.set(block, (kept.get(block) ?? 0) + 1);
    return block;
  };
  const letGo = (block: Block): void => {
    const times = (kept.get(block) ?? 0) - 1;
    if (times > 0) kept.set(block, times);
    else if (kept.delete(block)) keptBlocks -= block.bytes;
    drop(block);
  };

  /** Runs steps and gives what each keeps; the last readers let go of what is not in `stays`. */
  function forward(
    steps: readonly OpCost[],
    recorded: boolean,
    stays: readonly TensorNumber[],
  ): readonly Kept[] {
    const last = lastReaders(steps, stays);
    return steps.map((step, at) => {
      let inner: readonly Kept[] = [];
      if (step.inner !== undefined) {
        const { again } = step.inner;
        inner = forward(step.inner.steps, recorded && !again, [...step.inputs, step.output]);
      }
      value(step.output);
      note(step.scratch);
      const blocks = recorded ? step.savedTensors.map((tensor) => keep(value(tensor))) : [];
      if (recorded) keeps += step.savedBytes;
      for (const tensor of last[at]) {
        drop(value(tensor));
        values.delete(tensor);
      }
      return { blocks, inner };
    });
  }

  function backward(steps: readonly OpCost[], records: readonly Kept[]): void {
    for (let at = steps.length - 1; at >= 0; at--) {
      const [step, record] = [steps[at], records[at]];
      const gradient = gradients.get(step.output);
      if (gradient === undefined || !needed.has(step.output)) continue;
      if (step.inner !== undefined) {
        if (step.inner.again) backAgain(step, step.inner.steps);
        else backward(step.inner.steps, record.inner);
      } else {
        gradients.delete(step.output);
        step.inputs.forEach((input, which) => {
          if (!needed.has(input)) return;
          if (step.aliasesGradient) gradient.holders++;
          const made = step.aliasesGradient ? gradient : make(tensors[input]);
          const before = gradients.get(input);
          if (which === 0 || !step.aliasesGradient) note(step.scratch);
          gradients.set(input, before === undefined ? made : sum(before, made));
        });
        weightGradients += step.weightGradients;
        note(step.scratch);
        if (step.releasesEarly) drop(gradient);
        else atTheEnd.push(() => drop(gradient));
      }
      const letAllGo = (): void => {
        record.blocks.forEach(letGo);
        keeps -= step.savedBytes;
      };
      if (step.releasesEarly) letAllGo();
      else atTheEnd.push(letAllGo);
    }
  }

  /** tfjs lets go of the sum that was, but not of what was added to it: that stays to the end of the way back. */
  function sum(before: Block, added: Block): Block {
    const total = make(added.bytes);
    note(0);
    drop(before);
    atTheEnd.push(() => drop(added));
    return total;
  }

  function backAgain(step: OpCost, steps: readonly OpCost[]): void {
    for (const input of step.inputs) if (!values.has(input)) values.set(input, make(0)); // kept: counted where it was made
    const first = values.get(step.output); // still there where it is an output of the network
    values.delete(step.output);
    const records = forward(steps, true, [...step.inputs, step.output]);
    drop(value(step.output));
    if (first === undefined) values.delete(step.output);
    else values.set(step.output, first);
    const before = atTheEnd.length;
    backward(steps, records);
    for (const letGoNow of atTheEnd.splice(before)) letGoNow();
  }

  for (const input of network.inputs) values.set(input, make(0)); // the batch is there all along, and not counted here
  const records = forward(network.ops, training, [...network.inputs, ...network.outputs]);
  if (training) {
    for (const output of network.outputs)
      if (needed.has(output)) gradients.set(output, make(tensors[output]));
    backward(network.ops, records);
  }
  const { activations, gradients: ofWeights, transient } = peak;
  return { activations, gradients: ofWeights, transient };
}

/** What a step keeps, and the steps inside it. */
interface Kept {
  readonly blocks: readonly Block[];
  readonly inner: readonly Kept[];
}

/** The tensors whose gradient is asked for: those that a trained weight leads to. */
function neededGradients({ ops }: GraphCosts): ReadonlySet<TensorNumber> {
  const needed = new Set<TensorNumber>();
  const visit = (step: OpCost): void => {
    step.inner?.steps.forEach(visit);
    if (step.weightGradients > 0 || step.inputs.some((input) => needed.has(input))) needed.add(step.output);
  };
  ops.forEach(visit);
  return needed;
}

/** For each step the tensors, besides `stays`, that no later step reads. */
function lastReaders(
  steps: readonly OpCost[],
  stays: readonly TensorNumber[],
): readonly (readonly TensorNumber[])[] {
  const seen = new Set(stays);
  return steps
    .toReversed()
    .map(({ inputs }) => {
      const fresh = [...new Set(inputs)].filter((input) => !seen.has(input));
      for (const input of fresh) seen.add(input);
      return fresh;
    })
    .reverse();
}
