import type { NetOp } from "../../net/net.ts";
import type { OpWriter, StepPart, StepParts } from "../stepPart.ts";
import { writeActivation } from "./writeActivation.ts";
import { writeDense } from "./writeDense.ts";

/** Computes one operation with standard operators, on plain tensors. */
export function plainPart(op: NetOp): StepPart {
  return (parts) => {
    const back = write(op, parts);
    return () => {
      const dy = parts.context.takeGradient(op.output);
      if (dy !== undefined) back(dy);
    };
  };
}

/** What writes each kind of operation. */
const WRITERS: { readonly [Kind in NetOp["kind"]]?: OpWriter<Kind> } = {
  activation: writeActivation,
  dense: writeDense,
};

function write(op: NetOp, parts: StepParts): (dy: string) => void {
  const writer = WRITERS[op.kind] as ((op: NetOp, parts: StepParts) => (dy: string) => void) | undefined; // the table pairs kinds
  if (writer === undefined)
    throw new RangeError(`a train step has no operation ${op.kind} yet (layer ${op.layer})`);
  return writer(op, parts);
}
