import type { OpWriter } from "../stepPart.ts";
import { fromLayersLayout } from "../shapes/axes.ts";

/** Multiplies by a mask that the caller draws. */
export const writeDropout: OpWriter<"dropout"> = (op, parts) => {
  const { context } = parts;
  const [input] = op.inputs;
  const drawn = fromLayersLayout(context, parts.mask(op), input);
  const masked = (name: string): string => context.builder.node("Mul", [name, drawn]);
  context.set(op.output, masked(context.get(input)));
  return (dy) => context.addGradient(input, masked(dy));
};
