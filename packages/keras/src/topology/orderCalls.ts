import type { InboundTensor } from "@tensorloom/graph/internal";
import { FileProblem } from "../errors/fileProblem.ts";

/** A layer of a graph, and the tensors that each of its calls reads; calls count from 0. */
export interface CalledLayer {
  readonly name: string;
  readonly calls: readonly (readonly InboundTensor[])[];
}

/**
 * Orders the calls of each layer as tfjs makes them, and changes their numbers in the tensors that refer to them.
 *
 * tfjs goes over the layers again and again, and makes each call whose inputs exist. It numbers calls in the order in
 * which it makes them, which differs from the file's order if a layer's second call can be made before its first. Calls
 * that can never be made would keep it busy for ever.
 *
 * @returns The calls of each layer, and a function that numbers the call that made a tensor.
 * @throws FileProblem if a call reads a tensor that does not exist, or its own result.
 */
export function orderCalls(layers: readonly CalledLayer[]): {
  readonly calls: ReadonlyMap<string, readonly (readonly InboundTensor[])[]>;
  readonly renumber: (tensor: InboundTensor) => InboundTensor;
} {
  /** The calls of each layer in the order in which they are made; an input layer has one without inputs. */
  const made = new Map<string, number[]>(
    layers.map(({ name, calls }) => [name, calls.length === 0 ? [0] : []]),
  );
  const isMade = ([name, call]: InboundTensor): boolean => made.get(name)?.includes(call) === true;
  let open = layers.flatMap(({ name, calls }) => calls.map((tensors, call) => ({ name, call, tensors })));
  while (open.length > 0) {
    const remaining: typeof open = [];
    for (const one of open) {
      if (one.tensors.length > 0 && one.tensors.every(isMade)) made.get(one.name)?.push(one.call);
      else remaining.push(one);
    }
    if (remaining.length === open.length)
      throw new FileProblem(
        `its configuration has a call of ${remaining[0].name} whose inputs can never be made`,
      );
    open = remaining;
  }
  const renumber = (tensor: InboundTensor): InboundTensor => {
    const [name, call, output] = tensor;
    if (!isMade(tensor))
      throw new FileProblem(`its configuration has no call ${String(call)} of ${name}, which a graph reads`);
    return [name, made.get(name)?.indexOf(call) ?? 0, output];
  };
  const ordered = layers.map(({ name, calls }) => {
    const order = calls.length === 0 ? [] : (made.get(name) ?? []);
    return [name, order.map((call) => calls[call].map(renumber))] as const;
  });
  return { calls: new Map(ordered), renumber };
}
