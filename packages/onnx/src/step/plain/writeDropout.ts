import { isImage } from "../shapes/axes.ts";
import type { OpWriter } from "../stepPart.ts";

/** Multiplies by a mask that the caller draws. */
export const writeDropout: OpWriter<"dropout"> = (op, parts) => {
  const [input] = op.inputs;
  const { context } = parts;
  const { builder } = context;
  const mask = parts.mask(op);
  const drawn = isImage(input) ? builder.node("Transpose", [mask], { perm: [0, 3, 1, 2] }) : mask; // its sides may be 1
  const masked = (name: string): string => builder.node("Mul", [name, drawn]);
  context.set(op.output, masked(context.get(input)));
  return (dy) => context.addGradient(input, masked(dy));
};
