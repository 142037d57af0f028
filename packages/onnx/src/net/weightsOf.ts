import type { NetOp, NetWeight } from "./net.ts";

/** The weights that an operation reads. */
export function weightsOf(op: NetOp): readonly NetWeight[] {
  if (op.kind === "normalization") return [op.gamma, op.beta, op.mean, op.variance].filter(isThere);
  if (op.kind === "embedding") return [op.kernel];
  return op.kind === "convolution" || op.kind === "dense" ? [op.kernel, op.bias].filter(isThere) : [];
}

function isThere(weight: NetWeight | undefined): weight is NetWeight {
  return weight !== undefined;
}
