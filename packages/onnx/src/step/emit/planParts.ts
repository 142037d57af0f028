import type { Net, NetOp } from "../../net/net.ts";
import { NetIndex } from "../../net/netIndex.ts";
import type { PartMatcher } from "../partMatcher.ts";
import type { StepPart } from "../stepPart.ts";
import { plainPart } from "../plain/plainPart.ts";

/**
 * Divides a net into the parts of a train step, in the order of the forward pass.
 *
 * The first matcher that finds operations to compute together takes them. The others are computed one by one.
 */
export function planParts(net: Net, matchers: readonly PartMatcher[]): readonly StepPart[] {
  const index = new NetIndex(net);
  const taken = new Set<NetOp>();
  const parts: StepPart[] = [];
  for (const op of net.ops.toReversed()) {
    if (taken.has(op)) continue;
    const matched = findMatch(op);
    for (const one of matched?.ops ?? [op]) taken.add(one);
    parts.push(matched?.part ?? plainPart(op));
  }
  return parts.reverse();

  function findMatch(op: NetOp): ReturnType<PartMatcher> {
    for (const match of matchers) {
      const found = match(op, index);
      if (found?.ops.every((one) => !taken.has(one)) === true) return found;
    }
    return undefined;
  }
}
