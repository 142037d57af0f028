import type { NetOp, NetOpOf, NetTensor } from "../../../net/net.ts";
import type { NetIndex } from "../../../net/netIndex.ts";
import type { Gate, GateLayer } from "../maps/gate.ts";

/** A gate, the image that it scales, and its operations. */
export interface MatchedGate {
  readonly gate: Gate;
  readonly input: NetTensor;
  readonly ops: readonly NetOp[];
}

/** Matches a squeeze-and-excite gate whose product is `scaled`: mean, two small layers, and a product with the image. */
export function matchGate(net: NetIndex, scaled: NetTensor): MatchedGate | undefined {
  const multiply = net.onlyReader(scaled) && net.maker(scaled);
  if (multiply?.kind !== "merge" || multiply.merge !== "multiply" || multiply.inputs.length !== 2)
    return undefined;
  for (const [at, input] of multiply.inputs.entries()) {
    const found = matchFactors(net, multiply.inputs[1 - at], input);
    if (found !== undefined) return { ...found, input, ops: [...found.ops, multiply] };
  }
  return undefined;
}

/** Follows the factors of a gate back to the image. */
function matchFactors(
  net: NetIndex,
  factors: NetTensor,
  image: NetTensor,
): Pick<MatchedGate, "gate" | "ops"> | undefined {
  const ops: NetOp[] = [];
  let tensor = factors;

  /** The operation that makes the tensor, reshapes left out, if nothing else reads it. */
  function back(): NetOp | undefined {
    const maker = net.onlyReader(tensor) && net.maker(tensor);
    if (maker === undefined) return undefined;
    ops.push(maker);
    [tensor] = maker.inputs;
    return maker.kind === "reshape" ? back() : maker;
  }

  const sigmoid = back();
  if (sigmoid?.kind !== "activation" || sigmoid.activation !== "sigmoid") return undefined;
  const excite = layerOf(back());
  const between = back();
  if (excite === undefined || between?.kind !== "activation") return undefined;
  const { activation } = between;
  if (activation !== "swish" && activation !== "relu") return undefined;
  const squeeze = layerOf(back());
  const pool = back();
  if (squeeze === undefined || pool?.kind !== "globalPool" || pool.mode !== "average") return undefined;
  if (pool.inputs[0] !== image || image.shape.length !== 3) return undefined;
  return { gate: { squeeze, activation, excite }, ops: ops.reverse() };
}

/** A 1x1 convolution of one position, or a dense layer. */
function layerOf(op: NetOp | undefined): GateLayer | undefined {
  if (op?.kind === "dense") return { kernel: op.kernel, bias: op.bias };
  return op?.kind === "convolution" && isOfOnePosition(op) ? { kernel: op.kernel, bias: op.bias } : undefined;
}

function isOfOnePosition({ inputs: [input], kernel, depthwise }: NetOpOf<"convolution">): boolean {
  return !depthwise && [...input.shape.slice(0, 2), ...kernel.shape.slice(0, 2)].every((side) => side === 1);
}
