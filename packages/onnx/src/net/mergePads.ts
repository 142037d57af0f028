import type { Net, NetOp, NetOpOf } from "./net.ts";
import { NetIndex } from "./netIndex.ts";

/**
 * The same net in which convolutions pad their own inputs.
 *
 * Zeros that a `pad` adds and one convolution without padding reads become that convolution's padding.
 */
export function mergePads(net: Net): Net {
  const pads = new Map(net.ops.flatMap((op) => (op.kind === "pad" ? [[op.output, op] as const] : [])));
  const index = new NetIndex(net);
  const merged = new Set<NetOp>();

  function merge(op: NetOpOf<"convolution">): NetOp {
    const pad = pads.get(op.inputs[0]);
    if (pad === undefined || op.padding !== "valid" || index.onlyReader(pad.output) !== op) return op;
    merged.add(pad);
    return { ...op, inputs: pad.inputs, padding: pad.padding };
  }
  const ops = net.ops.map((op) => (op.kind === "convolution" ? merge(op) : op));
  return { ...net, ops: ops.filter((op) => !merged.has(op)) };
}
