import type { Net, NetOp, NetTensor } from "./net.ts";

/** Which operation of a net makes each tensor, and which read it. */
export class NetIndex {
  readonly net: Net;
  readonly #makers: ReadonlyMap<NetTensor, NetOp>;
  readonly #readers = new Map<NetTensor, NetOp[]>();

  constructor(net: Net) {
    this.net = net;
    this.#makers = new Map(net.ops.map((op) => [op.output, op]));
    for (const op of net.ops)
      for (const input of op.inputs) this.#readers.set(input, [...(this.#readers.get(input) ?? []), op]);
  }

  /** The operation that makes a tensor; undefined for an input of the net. */
  maker(tensor: NetTensor): NetOp | undefined {
    return this.#makers.get(tensor);
  }

  /** The operations that read a tensor, once for each time. */
  readers(tensor: NetTensor): readonly NetOp[] {
    return this.#readers.get(tensor) ?? [];
  }

  /** The operation that reads a tensor if there is one only, and the tensor is no output of the net. */
  onlyReader(tensor: NetTensor): NetOp | undefined {
    const readers = this.readers(tensor);
    return readers.length === 1 && !this.net.outputs.includes(tensor) ? readers[0] : undefined;
  }
}
